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
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
  r.value ->> 7, r.value ->> 8, r.value ->> 9, r.value ->> 10, old.connections
FROM jsonb_each(?1) AS r
LEFT JOIN temp.old_minutes AS old
  ON old.scope = r.value ->> 0 AND old.track = r.value ->> 1 AND old.minute = r.value ->> 2`;

// Nobody is left in it: an empty row is no difference.
const EMPTY = ['DELETE FROM countries WHERE attendees = 0', 'DELETE FROM watched WHERE ms = 0'];

const CREATED = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1";

/** With the same primary key: in its order the two are compared row by row, instead of each being sorted by all its columns. */
async function copyAside(database: Queryable, table: string): Promise<void> {
  const [created] = await database.all<{ sql: string }>(CREATED, [table]);
  await database.all((created?.sql ?? '').replace(/^CREATE TABLE \S+/, `CREATE TEMP TABLE old_${table}`));
  await database.all(`INSERT INTO temp.old_${table} SELECT * FROM ${table}`);
}

/** How many rows the first has that the second has not. */
async function rowsBut(database: Queryable, first: string, second: string): Promise<number> {
  const columns = await database.all<{ name: string }>('SELECT name FROM pragma_table_info(?1)', [
    first.replace('temp.', ''),
  ]);
  const all = columns.map((_, index) => index + 1).join(', ');
  const [row] = await database.all<{ rows: number }>(
    `SELECT count(*) AS rows FROM (SELECT * FROM ${first} EXCEPT SELECT * FROM ${second} ORDER BY ${all})`,
  );
  return row?.rows ?? 0;
}

async function setAside(database: Queryable): Promise<void> {
  for (const sql of EMPTY) await database.all(sql);
  for (const [table, scope] of TABLES) {
    await copyAside(database, table);
    await database.all(`DELETE FROM ${table} WHERE ${scope} NOT IN (${KEPT_SCOPES}) ${KEPT[table] ?? ''}`);
  }
  await setDaysAside(database);
  await database.all('DELETE FROM rolled');
  await database.all('DELETE FROM stale');
  await database.all(STALE);
}

async function setDaysAside(database: Queryable): Promise<void> {
  for (const table of DAYS) {
    await database.all(`DELETE FROM ${table} WHERE (event, day) IN (SELECT event, day FROM days_to_keep)`);
    await copyAside(database, table);
    await database.all(`DELETE FROM ${table}`);
  }
  await database.all('DELETE FROM days_to_keep');
  await database.all('DELETE FROM days_kept');
}

/** Days that were not kept yet are no difference. */
async function daysThatDiffer(database: Queryable): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const table of DAYS) {
    const rows = await rowsBut(database, `temp.old_${table}`, table);
    if (rows > 0) found.push({ table, rows });
    await database.all(`DROP TABLE temp.old_${table}`);
  }
  return found;
}

async function differences(database: Queryable): Promise<TableDifference[]> {
  const found: TableDifference[] = [];
  for (const sql of EMPTY) await database.all(sql);
  for (const [table] of TABLES) {
    const old = `temp.old_${table}`;
    const rows = Math.max(await rowsBut(database, old, table), await rowsBut(database, table, old));
    if (rows > 0) found.push({ table, rows });
    await database.all(`DROP TABLE temp.old_${table}`);
  }
  return [...found, ...(await daysThatDiffer(database))];
}

/** To be called within a transaction. */
export async function rebuild(database: Queryable, body: () => Promise<void>): Promise<TableDifference[]> {
  await setAside(database);
  await body();
  await database.all(UNIQUES);
  await recountRegistrations(database);
  return differences(database);
}

const SEEN = `
INSERT INTO seen (scope, day, attendee)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2 FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING`;

const UNIQUES = `
INSERT INTO uniques (day, scope, count)
SELECT day, scope, count(*) FROM seen WHERE scope NOT IN (${KEPT_SCOPES}) GROUP BY scope, day`;

const IMPORTED_WATCH = `
INSERT INTO backfilled_watch (day, session, ms, uncut_ms)
SELECT r.value ->> 'day', r.value ->> 'session', r.value ->> 'ms', r.value ->> 'uncutMs'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (session, day) DO UPDATE SET ms = excluded.ms, uncut_ms = excluded.uncut_ms`;

const BY_ATTENDEE = `
INSERT INTO attendee_engagements (session, attendee, action, count)
SELECT r.value ->> 'session', r.value ->> 'attendeeKey', c.key, r.value ->> 'count'
FROM jsonb_each(?1) AS r
CROSS JOIN actions AS c ON c.name = r.value ->> 'action'
WHERE true
ON CONFLICT (session, attendee, action) DO UPDATE SET count = count + excluded.count`;

const minuteRow = (row: NonNullable<Recounted['minutes']>[number]) => [
  ...[row.scope, row.track, row.minute, row.peak, row.peakAt, row.minimum, row.area, row.covered],
  ...[row.joins, row.leaves, row.uniques],
];

const byPlace = (a: readonly [number, number, number], b: readonly [number, number, number]) =>
  a[0] - b[0] || a[1] - b[1] || a[2] - b[2];

/** In the order in which they lie in the file. */
function seenRows(seen: NonNullable<Recounted['seen']>) {
  return seen.map(({ scope, day, attendeeKey }) => [scope, day, attendeeKey] as const).sort(byPlace);
}

/** To be called within a rebuild. */
export async function writeRecounted(database: Queryable, recounted: Recounted): Promise<void> {
  const { minutes = [], seen = [], peaks = [], watched = [] } = recounted;
  const { engagementCounts = [], engagementMinutes = [], attendeeEngagements = [] } = recounted;
  const { backfilledWatch = [], attendance = [] } = recounted;
  await writeFromJson(database, MINUTES, minutes.map(minuteRow));
  await writeFromJson(database, SEEN, seenRows(seen));
  await writeFromJson(database, PEAKS, peaks);
  await writeFromJson(database, WATCHED, watched);
  await writeActions(database, { engagements: [], engagementCounts, engagementMinutes });
  await writeFromJson(database, ENGAGEMENT_COUNTS, engagementCounts);
  await writeFromJson(database, ENGAGEMENT_MINUTES, engagementMinutes);
  await writeFromJson(database, IMPORTED_WATCH, backfilledWatch);
  await writeFromJson(database, BY_ATTENDEE, attendeeEngagements);
  await addAttendance(database, attendance);
}
