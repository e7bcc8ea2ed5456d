import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  ActiveHour,
  AttendanceRow,
  SessionAttendees,
  SliceRow,
  SlicesOf,
  Span,
  StaleAttendance,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';

const COLUMNS = `
  t.scope, t.attendee, t.first_at, t.first_slice, t.country, t.last_at, t.slices,
  t.live_counted, t.live_ms, t.live_minutes, t.live_views, t.live_last,
  t.demand_counted, t.demand_ms, t.demand_minutes, t.demand_views, t.demand_last`;

type Row = readonly [
  ...[scope: number, attendee: number, firstAt: number, firstSlice: number, country: string],
  ...[lastAt: number, slices: number],
  ...[liveCounted: number, liveMs: number, liveMinutes: number, liveViews: number, liveLast: number],
  ...[
    demandCounted: number,
    demandMs: number,
    demandMinutes: number,
    demandViews: number,
    demandLast: number,
  ],
];

function fromRow(row: Row): AttendanceRow {
  const [scope, attendeeKey, firstAt, firstSlice, country, lastAt, slices, ...modes] = row;
  const [liveCounted, liveMs, liveMinutes, liveViews, liveLast, ...demand] = modes;
  const [demandCounted, demandMs, demandMinutes, demandViews, demandLast] = demand;
  return {
    ...{ scope, attendeeKey, firstAt, firstSlice, country, lastAt, slices },
    live: {
      isCounted: liveCounted === 1,
      watchMs: liveMs,
      engagedMinutes: liveMinutes,
      views: liveViews,
      lastMinute: liveLast,
    },
    onDemand: {
      isCounted: demandCounted === 1,
      watchMs: demandMs,
      engagedMinutes: demandMinutes,
      views: demandViews,
      lastMinute: demandLast,
    },
  };
}

/** Lists without names: there are too many of these rows. */
function allRows(database: Queryable, sql: string, params: readonly (string | number)[]) {
  return allPacked(database, { sql, rowOf: fromRow }, params);
}

const PAGE = `
SELECT json_group_array(json_array(${COLUMNS})) AS rows
FROM (SELECT * FROM attendance WHERE scope = ?1 AND attendee > ?2 ORDER BY attendee LIMIT ?3) AS t`;

/** In order of attendee. */
export function readAttendance(
  database: Queryable,
  { scope, afterAttendee, limit }: { scope: ScopeKey; afterAttendee: number; limit: number },
): Promise<AttendanceRow[]> {
  return allRows(database, PAGE, [scope, afterAttendee, limit]);
}

const OF_PLACES = `
SELECT json_group_array(json_array(${COLUMNS})) AS rows
FROM jsonb_each(?1) AS r
CROSS JOIN attendance AS t ON t.scope = r.value ->> 0 AND t.attendee = r.value ->> 1`;

/** Rows of scopes and attendees, as far as there are any. */
export async function readAttendanceAt(
  database: Queryable,
  places: readonly (readonly [scope: ScopeKey, attendee: number])[],
): Promise<AttendanceRow[]> {
  return places.length === 0 ? [] : allRows(database, OF_PLACES, [JSON.stringify(places)]);
}

const OF_ATTENDEES = `
SELECT json_group_array(json_array(${COLUMNS})) AS rows
FROM json_each(?1) AS s
CROSS JOIN json_each(?2) AS a
CROSS JOIN attendance AS t ON t.scope = s.value AND t.attendee = a.value`;

export interface OfAttendees {
  readonly scopes: readonly ScopeKey[];
  readonly attendees: readonly number[];
}

export async function readAttendanceOf(
  database: Queryable,
  { scopes, attendees }: OfAttendees,
): Promise<AttendanceRow[]> {
  if (attendees.length === 0) return [];
  return allRows(database, OF_ATTENDEES, [JSON.stringify(scopes), JSON.stringify(attendees)]);
}

type HourCells = readonly [
  ...[event: number, attendeeKey: number, hour: number],
  ...[liveLow: number, liveHigh: number, demandLow: number, demandHigh: number],
];

function hourOf([
  event,
  attendeeKey,
  hour,
  liveLow,
  liveHigh,
  onDemandLow,
  onDemandHigh,
]: HourCells): ActiveHour {
  return { event, attendeeKey, hour, liveLow, liveHigh, onDemandLow, onDemandHigh };
}

const packedHours = (from: string) =>
  packed(
    ['event', 'attendee', 'hour', 'live_low', 'live_high', 'demand_low', 'demand_high'],
    `SELECT h.* FROM ${from}`,
    hourOf,
  );

const HOURS_AT = packedHours(`jsonb_each(?1) AS r
CROSS JOIN active AS h
  ON h.event = r.value ->> 0 AND h.attendee = r.value ->> 1 AND h.hour = r.value ->> 2`);

export async function readHoursAt(
  database: Queryable,
  places: readonly (readonly [event: ScopeKey, attendee: number, hour: number])[],
): Promise<ActiveHour[]> {
  return places.length === 0 ? [] : allPacked(database, HOURS_AT, [JSON.stringify(places)]);
}

const HOURS = packedHours(
  'json_each(?2) AS r CROSS JOIN active AS h ON h.event = ?1 AND h.attendee = r.value',
);

export async function readActiveHours(
  database: Queryable,
  { event, attendees }: { event: ScopeKey; attendees: readonly number[] },
): Promise<ActiveHour[]> {
  return attendees.length === 0 ? [] : allPacked(database, HOURS, [event, JSON.stringify(attendees)]);
}

/** Open slices of the next attendees: all there are in the sessions are looked at, and no others of theirs. */
const OPEN = `
WITH open AS MATERIALIZED (
  SELECT o.slice, o.attendee
  FROM json_each(?1) AS r CROSS JOIN slices AS o INDEXED BY slices_open ON o.session = r.value
  WHERE o.end_at IS NULL AND o.attendee > ?2
)
SELECT ${SLICE_COLUMNS}
FROM open CROSS JOIN slices AS s ON s.slice = open.slice CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE open.attendee <= (
  SELECT max(page.attendee) FROM (SELECT DISTINCT attendee FROM open ORDER BY attendee LIMIT ?3) AS page
)
ORDER BY s.attendee, s.start_at, s.slice`;

export interface OpenFilter {
  readonly sessions: readonly ScopeKey[];
  readonly afterAttendee: number;
  readonly limit: number;
}

export function readOpenSlices(database: Queryable, filter: OpenFilter): Promise<SliceRow[]> {
  const { sessions, afterAttendee, limit } = filter;
  return database.all<SliceRow>(OPEN, [JSON.stringify(sessions), afterAttendee, limit]);
}

const slicesOf = (condition: string) => `
SELECT ${SLICE_COLUMNS}
FROM json_each(?2) AS page
CROSS JOIN json_each(?1) AS r
CROSS JOIN slices AS s INDEXED BY slices_by_attendee ON s.session = r.value AND s.attendee = page.value
CROSS JOIN attendees AS a ON a.key = s.attendee
${condition}
ORDER BY s.attendee, s.start_at, s.slice`;

const OF = slicesOf('');
const OPEN_OF = slicesOf('WHERE s.end_at IS NULL');

export function readSlicesOf(database: Queryable, { sessions, attendees }: SlicesOf): Promise<SliceRow[]> {
  return database.all<SliceRow>(OF, [JSON.stringify(sessions), JSON.stringify(attendees)]);
}

export function readOpenSlicesOf(
  database: Queryable,
  { sessions, attendees }: SlicesOf,
): Promise<SliceRow[]> {
  return database.all<SliceRow>(OPEN_OF, [JSON.stringify(sessions), JSON.stringify(attendees)]);
}

const ATTENDEES_IN = `
SELECT DISTINCT attendee FROM slices INDEXED BY slices_by_attendee
WHERE session = ?1 AND attendee > ?2 ORDER BY attendee LIMIT ?3`;

export async function readAttendeesIn(
  database: Queryable,
  { session, afterAttendee, limit }: SessionAttendees,
): Promise<number[]> {
  const rows = await database.all<{ attendee: number }>(ATTENDEES_IN, [session, afterAttendee, limit]);
  return rows.map(({ attendee }) => attendee);
}

export function readStale(database: Queryable): Promise<StaleAttendance[]> {
  return database.all<StaleAttendance>(
    'SELECT session, after_attendee AS afterAttendee FROM stale WHERE session > 0 ORDER BY session',
  );
}

const ATTENDED = 'SELECT min(first_at) AS "from", max(last_at) AS "to" FROM attendance WHERE scope = ?1';

/** See the port's `attended`. */
export async function readAttended(database: Queryable, scope: ScopeKey): Promise<Span | undefined> {
  const [row] = await database.all<{ from: number | null; to: number | null }>(ATTENDED, [scope]);
  return row === undefined || row.from === null || row.to === null
    ? undefined
    : { from: row.from, to: row.to };
}
