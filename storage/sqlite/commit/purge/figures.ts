import type { Step } from './step.ts';

const LIMIT = 2000;
const DAY_MS = 86_400_000;

const NEXT_SCOPE = `
SELECT min(key) AS scope FROM (
  SELECT ?1 AS key
  UNION ALL
  SELECT v.key FROM events AS v WHERE v.organization = ?1
  UNION ALL
  SELECT s.key FROM events AS v CROSS JOIN sessions AS s ON s.event = v.key WHERE v.organization = ?1
)
WHERE key >= ?2`;

const page = (table: string, columns: string, where: string) => `
DELETE FROM ${table} WHERE (${columns}) IN (
  SELECT ${columns} FROM ${table} WHERE ${where} LIMIT ${LIMIT}
)
RETURNING 1`;

// Those since the scope exists (day 0) stay: they are numbers only.
const ofDays = (table: string, columns: string) =>
  page(table, columns, 'day IN (SELECT value FROM json_each(?3)) AND scope = ?1 AND ?2 > 0');

const TRACKS = [0, 1, 2];
const TABLES = [
  ...TRACKS.map((track) =>
    page('minutes', 'scope, track, minute', `scope = ?1 AND track = ${track} AND minute < ?2 AND ?3 <> ''`),
  ),
  ...TRACKS.flatMap((track) =>
    [1, 2].map((step) =>
      page(
        'rollups',
        'scope, track, step, start_at',
        `scope = ?1 AND track = ${track} AND step = ${step} AND start_at < ?2 AND ?3 <> ''`,
      ),
    ),
  ),
  page('engagement_minutes', 'scope, minute, action', "scope = ?1 AND minute < ?2 AND ?3 <> ''"),
  ofDays('uniques', 'day, scope'),
  ofDays('peaks', 'day, scope'),
  ofDays('watched', 'day, scope'),
  ofDays('engagement_counts', 'day, scope, action'),
  // The last: it says which days there are.
  page('seen', 'scope, day, attendee', 'scope = ?1 AND day IN (SELECT value FROM json_each(?3)) AND ?2 > 0'),
];

const FIRST_DAY = 'SELECT min(day) AS day FROM seen WHERE scope = ?1 AND day > 0';

/** Minutes, hours and days before the horizon, where they are not to outlive what they were counted from. */
export const purgeFigures: Step = async (database, { organization, before }, [from = 0, table = 0]) => {
  const [next] = await database.all<{ scope: number | null }>(NEXT_SCOPE, [organization, from]);
  const scope = next?.scope ?? null;
  if (scope === null) return null;
  const at = scope === from ? table : 0;
  const sql = TABLES[at];
  if (sql === undefined) return [scope + 1, 0];
  const last = Math.floor(before / DAY_MS);
  const [first] = await database.all<{ day: number | null }>(FIRST_DAY, [scope]);
  const days = Array.from({ length: Math.max(0, last - (first?.day ?? last)) }, (_, index) => {
    return (first?.day ?? last) + index;
  });
  const gone = await database.all(sql, [scope, before, JSON.stringify(days)]);
  return gone.length < LIMIT ? [scope, at + 1] : [scope, at];
};
