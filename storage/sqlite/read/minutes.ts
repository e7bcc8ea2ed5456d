import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { EngagementMinute, MinuteFilter, MinuteRow, Peak, Run, ScopeSpan } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';

type MinuteCells = readonly [
  ...[minute: number, peak: number, peakAt: number, minimum: number, area: number, covered: number],
  ...[joins: number, leaves: number, uniques: number, connections: number | null],
];

const MINUTES = packed(
  [
    ...(['minute', 'peak', 'peak_at', 'minimum', 'area', 'covered'] as const),
    ...(['joins', 'leaves', 'uniques', 'connections'] as const),
  ],
  `
SELECT * FROM minutes
WHERE scope = ?1 AND track = ?2 AND minute >= ?3 AND minute < ?4
ORDER BY minute`,
  (cells: MinuteCells): MinuteCells => cells,
);

function minuteOf({ scope, track }: MinuteFilter, cells: MinuteCells): MinuteRow {
  return {
    scope,
    track,
    minute: cells[0],
    peak: cells[1],
    peakAt: cells[2],
    minimum: cells[3],
    area: cells[4],
    covered: cells[5],
    joins: cells[6],
    leaves: cells[7],
    uniques: cells[8],
    connections: cells[9],
  };
}

export async function readMinutes(database: Queryable, filter: MinuteFilter): Promise<MinuteRow[]> {
  const asked = [filter.scope, filter.track, filter.from, filter.to];
  return (await allPacked(database, MINUTES, asked)).map((cells) => minuteOf(filter, cells));
}

const PEAK = `
SELECT peak AS value, peak_at AS at
FROM minutes
WHERE scope = ?1 AND track = ?2 AND minute >= ?3 AND minute < ?4 AND peak > 0
ORDER BY peak DESC, minute LIMIT 1`;

export async function readPeakOfMinutes(
  database: Queryable,
  filter: MinuteFilter,
): Promise<Peak | undefined> {
  const params = [filter.scope, filter.track, filter.from, filter.to];
  return (await database.all<Peak>(PEAK, params))[0];
}

// Names would be most of the text, and to sort by them would take longer than to read.
const ENGAGEMENT_MINUTES = `
SELECT json_group_array(minute) AS minutes, json_group_array(action) AS actions, json_group_array(count) AS counts,
  (
    SELECT json_group_array(json_array(c.key, c.name) ORDER BY c.name) FROM actions AS c
    WHERE c.key IN (SELECT action FROM engagement_minutes WHERE scope = ?1 AND minute >= ?2 AND minute < ?3)
  ) AS names
FROM (
  SELECT minute, action, count FROM engagement_minutes WHERE scope = ?1 AND minute >= ?2 AND minute < ?3
  ORDER BY minute, action
)`;

interface EngagementColumns {
  readonly minutes: string;
  readonly actions: string;
  readonly counts: string;
  readonly names: string;
}

function engagementMinutesOf({ minutes, actions, counts, names }: EngagementColumns): EngagementMinute[] {
  const keys: number[] = JSON.parse(actions);
  const numbers: number[] = JSON.parse(counts);
  const byName: (readonly [key: number, name: string])[] = JSON.parse(names);
  const nameOf = new Map(byName);
  const rows = (JSON.parse(minutes) as number[]).map((minute, index): EngagementMinute => {
    return { minute, action: nameOf.get(keys[index] ?? 0) ?? '', count: numbers[index] ?? 0 };
  });
  const isInOrder = byName.every(([key], index) => key > (byName[index - 1]?.[0] ?? 0));
  if (isInOrder) return rows;
  const places = new Map(byName.map(([, name], place) => [name, place]));
  const placeOf = ({ action }: EngagementMinute) => places.get(action) ?? 0;
  return rows.sort((a, b) => a.minute - b.minute || placeOf(a) - placeOf(b));
}

/** In order of minute and name. */
export async function readEngagementMinutes(
  database: Queryable,
  { scope, from, to }: ScopeSpan,
): Promise<EngagementMinute[]> {
  const [columns] = await database.all<EngagementColumns>(ENGAGEMENT_MINUTES, [scope, from, to]);
  return columns === undefined ? [] : engagementMinutesOf(columns);
}

const BUSY = `
SELECT r.value AS scope FROM json_each(?1) AS r
WHERE EXISTS (SELECT 1 FROM minutes WHERE scope = r.value AND track = 0 AND minute >= ?2 AND minute < ?3)
  OR EXISTS (SELECT 1 FROM engagement_minutes WHERE scope = r.value AND minute >= ?2 AND minute < ?3)
ORDER BY r.key`;

export async function readBusyScopes(
  database: Queryable,
  { scopes, from, to }: { scopes: readonly ScopeKey[]; from: number; to: number },
): Promise<ScopeKey[]> {
  const rows = await database.all<{ scope: ScopeKey }>(BUSY, [JSON.stringify(scopes), from, to]);
  return rows.map(({ scope }) => scope);
}

// Runs do not overlap, so only the last one that began before `from` can reach into the span.
const RUNS = `
SELECT start_at AS start, end_at AS end
FROM runs
WHERE start_at >= coalesce((SELECT max(start_at) FROM runs WHERE start_at <= ?1), ?1)
  AND start_at < ?2 AND end_at >= ?1
ORDER BY start_at`;

/** The runs that touch `[from, to)`, not cut to it. */
export function readRuns(database: Queryable, from: number, to: number): Promise<Run[]> {
  return database.all<Run>(RUNS, [from, to]);
}
