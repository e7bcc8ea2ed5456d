import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { ActionCount, Peak, SeenFilter, SeenInAnyFilter, Standing } from '../../types.ts';
import type { Queryable } from '../database.ts';

/**
 * The days of which a table keyed by day and scope has anything at all, one step in the index each: day 0 has the scopes
 * whose figures are not by day.
 */
function daysOf(table: string): string {
  return `
RECURSIVE days (day) AS (
  SELECT min(day) FROM ${table}
  UNION ALL
  SELECT (SELECT min(day) FROM ${table} WHERE day > days.day) FROM days WHERE days.day IS NOT NULL
)`;
}

const PEAK = `
WITH ${daysOf('peaks')}
SELECT p.value, p.at
FROM days CROSS JOIN peaks AS p ON p.day = days.day AND p.scope = ?1
ORDER BY p.value DESC, p.at LIMIT 1`;

/** The highest since the scope exists. */
export async function readPeak(database: Queryable, scope: ScopeKey): Promise<Peak | undefined> {
  const [peak] = await database.all<Peak>(PEAK, [scope]);
  return peak;
}

const COUNTS = `
WITH ${daysOf('engagement_counts')}
SELECT c.name AS action, sum(n.count) AS count
FROM days
CROSS JOIN engagement_counts AS n ON n.day = days.day AND n.scope = ?1
CROSS JOIN actions AS c ON c.key = n.action
GROUP BY c.name
ORDER BY c.name`;

export function readEngagementCounts(database: Queryable, scope: ScopeKey): Promise<ActionCount[]> {
  return database.all(COUNTS, [scope]);
}

const SEEN = `
SELECT count(*) AS count
FROM (SELECT DISTINCT attendee FROM seen WHERE scope = ?1 AND day >= ?2 AND day < ?3)`;

/** Distinct attendees; for sessions and events, whose day is 0, ever. */
export async function readSeen(database: Queryable, { scope, fromDay, toDay }: SeenFilter): Promise<number> {
  const [row] = await database.all<{ count: number }>(SEEN, [scope, fromDay, toDay]);
  return row?.count ?? 0;
}

const SEEN_IN_ANY = `
SELECT count(DISTINCT n.attendee) AS count
FROM json_each(?1) AS r CROSS JOIN seen AS n ON n.scope = r.value AND n.day = 0`;

const seenInMode = (counted: string) => `
SELECT count(*) AS count
FROM (
  SELECT t.attendee FROM json_each(?1) AS r CROSS JOIN attendance AS t ON t.scope = r.value WHERE t.${counted} = 1
  UNION
  SELECT o.attendee
  FROM json_each(?1) AS r CROSS JOIN slices AS o INDEXED BY slices_open ON o.session = r.value
  WHERE o.end_at IS NULL AND o.mode = ?2
)`;

const SEEN_IN_MODE = { live: seenInMode('live_counted'), onDemand: seenInMode('demand_counted') } as const;

export async function readSeenInAny(database: Queryable, { scopes, mode }: SeenInAnyFilter): Promise<number> {
  const params = [JSON.stringify(scopes), ...(mode === undefined ? [] : [mode])];
  const sql = mode === undefined ? SEEN_IN_ANY : SEEN_IN_MODE[mode];
  const [row] = await database.all<{ count: number }>(sql, params);
  return row?.count ?? 0;
}

const STANDING = `
SELECT coalesce((SELECT ms FROM watched WHERE day = 0 AND scope = ?1), 0) AS watchMs,
  coalesce((SELECT live_ms FROM watched WHERE day = 0 AND scope = ?1), 0) AS liveWatchMs,
  coalesce((SELECT count FROM uniques WHERE day = 0 AND scope = ?1), 0) AS uniques`;

export async function readStanding(database: Queryable, scope: ScopeKey): Promise<Standing> {
  const [row] = await database.all<Standing>(STANDING, [scope]);
  return row ?? { watchMs: 0, liveWatchMs: 0, uniques: 0 };
}
