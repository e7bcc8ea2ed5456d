import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { EngagementMinute, MinuteFilter, MinuteRow, Peak, Run, ScopeSpan } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';

const MINUTES = packed<MinuteRow>(
  [
    ...(['scope', 'track', 'minute', 'peak', 'peakAt', 'minimum', 'area', 'covered', 'joins'] as const),
    ...(['leaves', 'uniques', 'connections'] as const),
  ],
  `
SELECT scope, track, minute, peak, peak_at AS peakAt, minimum, area, covered, joins, leaves, uniques,
  connections
FROM minutes
WHERE scope = ?1 AND track = ?2 AND minute >= ?3 AND minute < ?4
ORDER BY minute`,
);

export function readMinutes(database: Queryable, filter: MinuteFilter): Promise<MinuteRow[]> {
  return allPacked(database, MINUTES, [filter.scope, filter.track, filter.from, filter.to]);
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

const ENGAGEMENT_MINUTES = packed<EngagementMinute>(
  ['minute', 'action', 'count'],
  `
SELECT m.minute, c.name AS action, m.count
FROM engagement_minutes AS m CROSS JOIN actions AS c ON c.key = m.action
WHERE m.scope = ?1 AND m.minute >= ?2 AND m.minute < ?3
ORDER BY m.minute, c.name`,
);

export function readEngagementMinutes(database: Queryable, filter: ScopeSpan): Promise<EngagementMinute[]> {
  return allPacked(database, ENGAGEMENT_MINUTES, [filter.scope, filter.from, filter.to]);
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
