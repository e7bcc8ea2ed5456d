import type { Recounted, TableDifference } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import { writeActions } from './actions.ts';
import { addAttendance } from './attendance.ts';
import { ENGAGEMENT_COUNTS, ENGAGEMENT_MINUTES, PEAKS, WATCHED } from './figures.ts';
import { recountRegistrations } from './registration-counts.ts';

/** Everything that is counted, with the column that says of which scope it is. */
const TABLES: readonly (readonly [table: string, scope: string])[] = [
  ['minutes', 'scope'],
  ['seen', 'scope'],
  ['uniques', 'scope'],
  ['peaks', 'scope'],
  ['watched', 'scope'],
  ['engagement_counts', 'scope'],
  ['engagement_minutes', 'scope'],
  ['attendee_engagements', 'session'],
  ['attendance', 'scope'],
  ['totals', 'scope'],
  ['countries', 'scope'],
  ['active', 'event'],
  ['rollups', 'scope'],
  ['backfilled_watch', 'session'],
  ['registration_counts', 'scope'],
];

/** Days of events, which are kept anew of whatever there is: those whose past has changed are not as it says. */
const DAYS = ['kept_days', 'kept_people'] as const;

/** What was purged cannot be counted again. */
const KEPT_SCOPES = 'SELECT scope FROM purged';

/** Where something was purged, attendance is computed anew session by session: that of all else is counted event by event. */
const STALE = `
INSERT INTO stale (session, after_attendee)
SELECT key, 0 FROM sessions
WHERE has_slices = 1 AND event IN (
  SELECT scope FROM purged UNION SELECT s.event FROM sessions AS s WHERE s.key IN (${KEPT_SCOPES})
)`;

/**
 * An organization's watch time of a day is not counted again: see where it is counted. That of imports is replaced where it is
 * wrong.
 */
const KEPT: Readonly<Record<string, string>> = {
  watched: 'AND day = 0',
  backfilled_watch: 'AND false',
};

// Of connections slices know nothing: what was told of them stays.
const MINUTES = `
INSERT INTO minutes (scope, track, minute, peak, peak_at, minimum, area, covered, joins, leaves, uniques, connections)
SELECT r.value ->> 'scope', r.value ->> 'track', r.value ->> 'minute', r.value ->> 'peak', r.value ->> 'peakAt',
  r.value ->> 'minimum', r.value ->> 'area', r.value ->> 'covered', r.value ->> 'joins', r.value ->> 'leaves',
  r.value ->> 'uniques', old.connections
FROM jsonb_each(?1) AS r
LEFT JOIN temp.old_minutes AS old ON old.scope = r.value ->> 'scope' AND old.track = r.value ->> 'track'
  AND old.minute = r.value ->> 'minute'`;

// Nobody is left in it: an empty row is no difference.
const EMPTY = ['DELETE FROM countries WHERE attendees = 0', 'DELETE FROM watched WHERE ms = 0'];

async function setAside(database: Queryable): Promise<void> {
  for (const sql of EMPTY) await database.all(sql);
  for (const [table, scope] of TABLES) {
    await database.all(`CREATE TEMP TABLE old_${table} AS SELECT * FROM ${table}`);
    await database.all(`DELETE FROM ${table} WHERE ${scope} NOT IN (${KEPT_SCOPES}) ${KEPT[table] ?? ''}`);
  }
  await database.all('CREATE UNIQUE INDEX temp.old_minutes_key ON old_minutes (scope, track, minute)');
  await setDaysAside(database);
  await database.all('DELETE FROM rolled');
  await database.all('DELETE FROM stale');
  await database.all(STALE);
}

async function setDaysAside(database: Queryable): Promise<void> {
  for (const table of DAYS) {
    await database.all(`DELETE FROM ${table} WHERE (event, day) IN (SELECT event, day FROM days_to_keep)`);
    await database.all(`CREATE TEMP TABLE old_${table} AS SELECT * FROM ${table}`);
    await database.all(`DELETE FROM ${table}`);
  }
  await database.all('DELETE FROM days_to_keep');
  await database.all('DELETE FROM days_kept');
}

/** Days that were not kept yet are no difference. */
async function daysThatDiffer(database: Queryable): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of DAYS) {
    const [row] = await database.all<{ rows: number }>(
      `SELECT count(*) AS rows FROM (SELECT * FROM temp.old_${table} EXCEPT SELECT * FROM ${table})`,
    );
    if (row !== undefined && row.rows > 0) found.push({ table, rows: row.rows });
    await database.all(`DROP TABLE temp.old_${table}`);
  }
  return found;
}

async function differences(database: Queryable): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const sql of EMPTY) await database.all(sql);
  for (const [table] of TABLES) {
    const [row] = await database.all<{ rows: number }>(`
      SELECT max(
        (SELECT count(*) FROM (SELECT * FROM temp.old_${table} EXCEPT SELECT * FROM ${table})),
        (SELECT count(*) FROM (SELECT * FROM ${table} EXCEPT SELECT * FROM temp.old_${table}))
      ) AS rows`);
    if (row !== undefined && row.rows > 0) found.push({ table, rows: row.rows });
    await database.all(`DROP TABLE temp.old_${table}`);
  }
  return [...found, ...(await daysThatDiffer(database))];
}

/** To be called within a transaction. */
export async function rebuild(database: Queryable, body: () => Promise<void>): Promise<TableDifference[]> {
  await setAside(database);
  await body();
  await recountRegistrations(database);
  return differences(database);
}

const SEEN = `
INSERT INTO seen (scope, day, attendee)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2 FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING
RETURNING scope, day`;

const UNIQUES = `
INSERT INTO uniques (day, scope, count)
SELECT r.value ->> 1, r.value ->> 0, r.value ->> 2 FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (day, scope) DO UPDATE SET count = count + excluded.count`;

const IMPORTED_WATCH = `
INSERT INTO backfilled_watch (day, session, ms, uncut_ms)
SELECT r.value ->> 'day', r.value ->> 'session', r.value ->> 'ms', r.value ->> 'uncutMs'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (session, day) DO UPDATE SET ms = excluded.ms, uncut_ms = excluded.uncut_ms`;

const BY_ATTENDEE = `
INSERT INTO attendee_engagements (session, attendee, action, count)
SELECT r.value ->> 'session', a.key, c.key, r.value ->> 'count'
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
CROSS JOIN actions AS c ON c.name = r.value ->> 'action'
WHERE true
ON CONFLICT (session, attendee, action) DO UPDATE SET count = count + excluded.count`;

async function writeSeen(database: Queryable, seen: NonNullable<Recounted['seen']>): Promise<void> {
  if (seen.length === 0) return;
  const rows = seen.map(({ scope, day, attendeeKey }) => [scope, day, attendeeKey]);
  const added = await database.all<{ scope: number; day: number }>(SEEN, [JSON.stringify(rows)]);
  const counts = new Map<string, [scope: number, day: number, count: number]>();
  for (const { scope, day } of added) {
    const count = counts.get(`${scope} ${day}`) ?? [scope, day, 0];
    count[2]++;
    counts.set(`${scope} ${day}`, count);
  }
  await writeFromJson(database, UNIQUES, [...counts.values()]);
}

/** To be called within a rebuild. */
export async function writeRecounted(database: Queryable, recounted: Recounted): Promise<void> {
  const { minutes = [], seen = [], peaks = [], watched = [] } = recounted;
  const { engagementCounts = [], engagementMinutes = [], attendeeEngagements = [] } = recounted;
  const { backfilledWatch = [], attendance = [] } = recounted;
  await writeFromJson(database, MINUTES, minutes);
  await writeSeen(database, seen);
  await writeFromJson(database, PEAKS, peaks);
  await writeFromJson(database, WATCHED, watched);
  await writeActions(database, { engagements: [], engagementCounts, engagementMinutes });
  await writeFromJson(database, ENGAGEMENT_COUNTS, engagementCounts);
  await writeFromJson(database, ENGAGEMENT_MINUTES, engagementMinutes);
  await writeFromJson(database, IMPORTED_WATCH, backfilledWatch);
  await writeFromJson(database, BY_ATTENDEE, attendeeEngagements);
  await addAttendance(database, attendance);
}
