import type { AttendanceRow, History, ModeAttendance, PeopleOf, SliceRow } from '../../storage/types.ts';
import { isAttendee, TotalsSum } from '../figures/attendance.ts';
import type { AttendedScope } from '../figures/attendance-now.ts';
import { Ledger } from '../figures/ledger.ts';
import { isCounted, isImported, sessionFacts, watchedMs } from '../figures/slice-figures.ts';
import type { Session } from '../live/catalogue.ts';
import { hasBegun } from '../recorder/backfilled-figures.ts';
import { attendanceIn } from '../recorder/recompute-attendance.ts';
import type { Differences } from './differences.ts';

const PAGE = 500;
const ROW_FIGURES = ['firstAt', 'lastAt', 'slices'] as const;
const MODE_FIGURES = ['isCounted', 'watchMs', 'engagedMinutes', 'views'] as const;
const TOTAL_FIGURES = ['attendees', 'views', 'watchers', 'watchMs', 'engagedMinutes'] as const;
const REGISTRATION_FIGURES = ['registered', 'interested', 'noShows'] as const;
const MODES = ['live', 'onDemand'] as const;

/** Attendance, its sums, watch time and uniques of a session or event against slices. */
export async function checkAttendance(
  history: History,
  { scope, ofEvent }: { readonly scope: AttendedScope; readonly ofEvent: readonly Session[] },
  differences: Differences,
): Promise<void> {
  const sum = new TotalsSum();
  const seen = new Set<number>();
  const attendees = new Set<number>();
  const watched = new WatchSums(scope.sessions);
  for (const { key } of scope.sessions) {
    for (let after = 0; ; ) {
      const page = await history.attendeesIn({ session: key, afterAttendee: after, limit: PAGE });
      for (const attendee of page) attendees.add(attendee);
      after = page.at(-1) ?? 0;
      if (page.length < PAGE) break;
    }
  }
  const all = [...attendees].sort((a, b) => a - b);
  const sessions = scope.sessions.map(({ key }) => key);
  const filter = { scope: scope.key, event: scope.kind === 'event' ? scope.key : null, sessions };
  for (let from = 0; from < all.length; from += PAGE) {
    const keys = all.slice(from, from + PAGE);
    const ledger = new Ledger();
    const { slices } = await attendanceIn(history, ofEvent, keys);
    for (const slice of slices) ledger.add(slice);
    const { rows } = await history.attendance({ ...filter, afterAttendee: (keys[0] ?? 1) - 1, limit: PAGE });
    const stored = new Map(rows.map((row) => [row.attendeeKey, row]));
    for (const key of keys) {
      const expected = ledger.row(scope.key, key);
      compareAttendance(differences, expected, stored.get(key));
      if (isAttendee(expected)) sum.change(undefined, expected);
    }
    for (const slice of await history.slicesOf({ sessions, attendees: keys })) {
      watched.add(slice);
      if (isCounted(slice)) seen.add(slice.attendeeKey);
    }
  }
  const totals = await history.totals(filter, () => {});
  const expected = sum.totals();
  differences.compareRows('totals:', null, { expected, found: totals ?? new TotalsSum().totals() }, [
    'attendees',
    'watchers',
  ]);
  for (const mode of MODES) {
    const found = totals?.[mode] ?? new TotalsSum().totals()[mode];
    differences.compareRows(`totals ${mode}:`, null, { expected: expected[mode], found }, TOTAL_FIGURES);
  }
  const counted = new Map(expected.countries.map(({ country, attendees }) => [country, attendees]));
  for (const { country, attendees } of totals?.countries ?? []) {
    differences.compare(`country ${country}`, null, {
      expected: counted.get(country) ?? 0,
      found: attendees,
    });
    counted.delete(country);
  }
  for (const [country, attendees] of counted)
    differences.compare(`country ${country}`, null, { expected: attendees, found: 0 });
  const standing = await history.standing(scope.key);
  const { ms, liveMs, importedMs } = watched;
  differences.compare('watched ms', null, { expected: ms, found: standing.watchMs });
  differences.compare('watched live ms', null, { expected: liveMs, found: standing.liveWatchMs });
  const imported = await history.backfilledWatch(sessions);
  const isCut = new Set(scope.sessions.flatMap((session) => (hasBegun(session) ? [session.key] : [])));
  const found = imported.reduce((sum, one) => sum + one.ms + (isCut.has(one.session) ? 0 : one.uncutMs), 0);
  differences.compare('watched ms of imports', null, { expected: importedMs, found });
  differences.compare('uniques', null, { expected: seen.size, found: standing.uniques });
  const inSeen = await history.seen({ scope: scope.key, fromDay: 0, toDay: 1 });
  differences.compare('seen', null, { expected: seen.size, found: inSeen });
}

/** Watch time of ended slices, ms: what live has counted (`liveMs` of it live), and what imports brought. */
class WatchSums {
  readonly #sessions: ReadonlyMap<number, Session>;
  ms = 0;
  liveMs = 0;
  importedMs = 0;

  constructor(sessions: readonly Session[]) {
    this.#sessions = new Map(sessions.map((session) => [session.key, session]));
  }

  add(slice: SliceRow): void {
    const session = this.#sessions.get(slice.session);
    if (session === undefined || slice.end === null) return;
    const ms = watchedMs(slice, sessionFacts(session, slice.end));
    if (isImported(slice)) this.importedMs += ms;
    else this.ms += ms;
    if (!isImported(slice) && slice.mode === 'live') this.liveMs += ms;
  }
}

function compareAttendance(
  differences: Differences,
  expected: AttendanceRow | undefined,
  found: AttendanceRow | undefined,
): void {
  const key = expected?.attendeeKey ?? found?.attendeeKey;
  differences.compareRows(`attendance of ${key}:`, null, { expected, found }, ROW_FIGURES);
  for (const mode of MODES) {
    const rows: { expected: ModeAttendance | undefined; found: ModeAttendance | undefined } = {
      expected: expected?.[mode],
      found: found?.[mode],
    };
    differences.compareRows(`attendance ${mode} of ${key}:`, null, rows, MODE_FIGURES);
  }
}

/** Numbers of registrations and bookmarks against these. */
export async function checkRegistrations(
  history: History,
  of: PeopleOf,
  differences: Differences,
): Promise<void> {
  const expected = await history.countRegistrations(of);
  const found = await history.registrationCounts(of.key);
  differences.compareRows('registrations:', null, { expected, found }, REGISTRATION_FIGURES);
}

/** The highest concurrency against minutes that have closed; who is there in the open one may be more. */
export async function checkPeak(
  history: History,
  scope: number,
  openMinute: number,
  differences: Differences,
): Promise<void> {
  const all = { scope, track: 0, from: 0, to: openMinute } as const;
  const expected = await history.peakOfMinutes(all);
  const found = await history.peak(scope);
  if (found !== undefined && found.at >= openMinute && found.value > (expected?.value ?? 0)) return;
  differences.compareRows('peak', null, { expected, found }, ['value', 'at']);
}

/** Sums of engagements against the engagements; custom names beyond those that are counted apart are one sum. */
export async function checkEngagement(
  history: History,
  scope: { readonly key: number; readonly sessions: readonly number[] },
  differences: Differences,
): Promise<void> {
  const nameOf = (action: string) => (action.startsWith('x.') ? 'x.' : action);
  const expected = new Map<string, number>();
  for (const session of scope.sessions) {
    for (const { action, count } of await history.engagementTotals({ session }))
      expected.set(nameOf(action), (expected.get(nameOf(action)) ?? 0) + count);
  }
  const found = new Map<string, number>();
  for (const { action, count } of await history.engagementCounts(scope.key))
    found.set(nameOf(action), (found.get(nameOf(action)) ?? 0) + count);
  for (const action of new Set([...expected.keys(), ...found.keys()])) {
    const values = { expected: expected.get(action) ?? 0, found: found.get(action) ?? 0 };
    differences.compare(`engagement ${action}`, null, values);
  }
}
