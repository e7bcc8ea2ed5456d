import { hoursOf } from '../../../server/figures/active-minutes.ts';
import { TotalsSum } from '../../../server/figures/attendance.ts';
import { type AttendedSlice, Ledger } from '../../../server/figures/ledger.ts';
import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  ActiveHour,
  AttendanceReplaced,
  AttendanceRow,
  HistoryBatch,
  ScopeTotals,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson, writeInParts } from '../json-rows.ts';
import { readAttendanceAt, readAttendanceOf, readHoursAt } from '../read/attendance.ts';
import type { Attendees } from './attendees.ts';

const ROWS = `
INSERT OR REPLACE INTO attendance (scope, attendee, first_at, first_slice, country, last_at, slices,
  live_counted, live_ms, live_minutes, live_views, live_last,
  demand_counted, demand_ms, demand_minutes, demand_views, demand_last)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
  r.value ->> 7, r.value ->> 8, r.value ->> 9, r.value ->> 10, r.value ->> 11,
  r.value ->> 12, r.value ->> 13, r.value ->> 14, r.value ->> 15, r.value ->> 16
FROM jsonb_each(?1) AS r`;

const HOURS = `
INSERT OR REPLACE INTO active (event, attendee, hour, live_low, live_high, demand_low, demand_high)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6
FROM jsonb_each(?1) AS r`;

const TOTALS = `
INSERT INTO totals (scope, attendees, watchers, live_attendees, live_views, live_watchers, live_ms, live_minutes,
  demand_attendees, demand_views, demand_watchers, demand_ms, demand_minutes)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 6,
  r.value ->> 7, r.value ->> 8, r.value ->> 9, r.value ->> 10, r.value ->> 11, r.value ->> 12
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (scope) DO UPDATE SET
  attendees = attendees + excluded.attendees,
  watchers = watchers + excluded.watchers,
  live_attendees = live_attendees + excluded.live_attendees,
  live_views = live_views + excluded.live_views,
  live_watchers = live_watchers + excluded.live_watchers,
  live_ms = live_ms + excluded.live_ms,
  live_minutes = live_minutes + excluded.live_minutes,
  demand_attendees = demand_attendees + excluded.demand_attendees,
  demand_views = demand_views + excluded.demand_views,
  demand_watchers = demand_watchers + excluded.demand_watchers,
  demand_ms = demand_ms + excluded.demand_ms,
  demand_minutes = demand_minutes + excluded.demand_minutes`;

const COUNTRIES = `
INSERT INTO countries (scope, country, attendees)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2 FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (scope, country) DO UPDATE SET attendees = attendees + excluded.attendees`;

const STALE = `
INSERT INTO stale (session, after_attendee) SELECT r.value, 0 FROM json_each(?1) AS r WHERE true
ON CONFLICT (session) DO UPDATE SET after_attendee = 0`;

type Placed = readonly [scope: ScopeKey, attendee: number, ...rest: unknown[]];

/** As they lie in the file: one page after the other, instead of each of them again and again. */
const byPlace = (a: Placed, b: Placed) => a[0] - b[0] || a[1] - b[1];

// One literal: two of these are written for each slice.
function rowOf(row: AttendanceRow): Placed {
  const { live, onDemand } = row;
  return [
    row.scope,
    row.attendeeKey,
    row.firstAt,
    row.firstSlice,
    row.country,
    row.lastAt,
    row.slices,
    Number(live.isCounted),
    live.watchMs,
    live.engagedMinutes,
    live.views,
    live.lastMinute,
    Number(onDemand.isCounted),
    onDemand.watchMs,
    onDemand.engagedMinutes,
    onDemand.views,
    onDemand.lastMinute,
  ];
}

function hourRow({ event, attendeeKey, hour, ...bits }: ActiveHour): Placed {
  return [event, attendeeKey, hour, bits.liveLow, bits.liveHigh, bits.onDemandLow, bits.onDemandHigh];
}

function totalsRow(scope: ScopeKey, { attendees, watchers, live, onDemand }: ScopeTotals) {
  const figures = [live, onDemand].flatMap((mode) => [
    ...[mode.attendees, mode.views, mode.watchers, mode.watchMs, mode.engagedMinutes],
  ]);
  return [scope, attendees, watchers, ...figures];
}

async function writeTotals(database: Queryable, totals: ReadonlyMap<ScopeKey, ScopeTotals>): Promise<void> {
  const rows = [...totals].map(([scope, one]) => totalsRow(scope, one));
  const countries = [...totals].flatMap(([scope, one]) =>
    one.countries.map(({ country, attendees }) => [scope, country, attendees]),
  );
  await writeFromJson(database, TOTALS, rows);
  await writeFromJson(database, COUNTRIES, countries);
}

type Hour = readonly [event: ScopeKey, attendee: number, hour: number];

const byHour = (a: Hour, b: Hour) => byPlace(a, b) || a[2] - b[2];

/** Each row and hour that slices touch, once. */
function placesOf(slices: readonly AttendedSlice[]) {
  const scopes = new Map<ScopeKey, Set<number>>();
  const hours: Hour[] = [];
  for (const slice of slices) {
    const { session, event, attendeeKey } = slice;
    for (const scope of [session, event]) {
      const attendees = scopes.get(scope) ?? new Set();
      scopes.set(scope, attendees.add(attendeeKey));
    }
    for (const hour of hoursOf(slice)) hours.push([event, attendeeKey, hour]);
  }
  const rows = [...scopes].flatMap(([scope, attendees]) =>
    [...attendees].map((attendee) => [scope, attendee] as const),
  );
  const sorted = hours.sort(byHour);
  const distinct = sorted.filter((hour, index) => {
    const before = sorted[index - 1];
    return before === undefined || byHour(before, hour) !== 0;
  });
  return { rows: rows.sort(byPlace), hours: distinct };
}

/** Adds the slices that ended to the attendance of their session and event, and to its sums. */
export async function writeAttendance(
  database: Queryable,
  { attendance, stale }: HistoryBatch,
  attendees: Attendees,
): Promise<void> {
  await writeFromJson(database, STALE, stale);
  if (attendance.length === 0) return;
  const slices = attendance.map((slice) =>
    // Much quicker than a copy with one more field.
    Object.assign(slice, { attendeeKey: attendees.keyOf(slice.tenant, slice.attendee) }),
  );
  const places = placesOf(slices);
  const ledger = new Ledger({
    rows: await readAttendanceAt(database, places.rows),
    hours: await readHoursAt(database, places.hours),
  });
  for (const slice of slices) ledger.add(slice);
  await writeInParts(database, ROWS, ledger.rows().map(rowOf).sort(byPlace));
  await writeInParts(database, HOURS, ledger.hours().map(hourRow).sort(byPlace));
  await writeTotals(database, ledger.totals());
}

/** Writes what attendees have of whom nothing is known in the sessions and event. */
export async function addAttendance(database: Queryable, slices: readonly AttendedSlice[]): Promise<void> {
  const ledger = new Ledger();
  for (const slice of slices) ledger.add(slice);
  await writeInParts(database, ROWS, ledger.rows().map(rowOf).sort(byPlace));
  await writeInParts(database, HOURS, ledger.hours().map(hourRow).sort(byPlace));
  await writeTotals(database, ledger.totals());
}

const FORGET_ROWS = `
DELETE FROM attendance
WHERE (scope, attendee) IN (SELECT s.value, a.value FROM json_each(?1) AS s CROSS JOIN json_each(?2) AS a)`;

const FORGET_HOURS =
  'DELETE FROM active WHERE event = ?1 AND attendee IN (SELECT a.value FROM json_each(?2) AS a)';

const DONE = 'DELETE FROM stale WHERE session = ?1';
const AS_FAR = 'UPDATE stale SET after_attendee = ?2 WHERE session = ?1';

const THERE = 'SELECT count(*) AS count FROM json_each(?1) AS r CROSS JOIN sessions AS s ON s.key = r.value';

/**
 * To be called within a transaction. What is known of these attendees goes, and the totals change by the difference. Nothing
 * is done where a session has been deleted since it was computed: it is to be computed again.
 */
export async function replaceAttendance(database: Queryable, replaced: AttendanceReplaced): Promise<void> {
  const { event, keepsEvent, sessions, attendees, slices, stale } = replaced;
  const [there] = await database.all<{ count: number }>(THERE, [JSON.stringify(sessions)]);
  if (there?.count !== sessions.length) return;
  const scopes = keepsEvent ? sessions : [event, ...sessions];
  const ledger = new Ledger();
  for (const slice of slices) ledger.add(slice);
  const sums = new Map<ScopeKey, TotalsSum>();
  const sumOf = (scope: ScopeKey) => {
    const sum = sums.get(scope) ?? new TotalsSum();
    sums.set(scope, sum);
    return sum;
  };
  for (const row of await readAttendanceOf(database, { scopes, attendees }))
    sumOf(row.scope).change(row, undefined);
  for (const [scope, totals] of ledger.totals()) if (scopes.includes(scope)) sumOf(scope).add(totals);
  await database.all(FORGET_ROWS, [JSON.stringify(scopes), JSON.stringify(attendees)]);
  if (!keepsEvent) {
    await database.all(FORGET_HOURS, [event, JSON.stringify(attendees)]);
    await writeFromJson(database, HOURS, ledger.hours().map(hourRow));
  }
  const rows = ledger.rows().filter(({ scope }) => scopes.includes(scope));
  await writeFromJson(database, ROWS, rows.map(rowOf));
  await writeTotals(database, new Map([...sums].map(([scope, sum]) => [scope, sum.totals()])));
  if (stale === null) return;
  if (stale.afterAttendee === null) await database.all(DONE, [stale.session]);
  else await database.all(AS_FAR, [stale.session, stale.afterAttendee]);
}
