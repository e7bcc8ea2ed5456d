import type {
  AttendanceFilter,
  AttendanceNow,
  AttendanceRow,
  History,
  OpenAttendance,
  ScopeSums,
  ScopeTotals,
} from '../../storage/types.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import { attendanceOf, isAttendee, TotalsSum } from './attendance.ts';
import { Ledger } from './ledger.ts';
import { sessionFacts } from './slice-figures.ts';

/** A session or an event, with the sessions that count in it. */
export interface AttendedScope {
  readonly key: ScopeKey;
  readonly kind: 'session' | 'event';
  readonly sessions: readonly Session[];
}

function filterOf({ key, kind, sessions }: AttendedScope): AttendanceFilter {
  return { scope: key, event: kind === 'event' ? key : null, sessions: sessions.map((one) => one.key) };
}

/** Attendance with open slices as far as `now`, the log time up to which slices are known. */
function withOpen(
  { slices, ...known }: OpenAttendance,
  { kind, sessions }: Pick<AttendedScope, 'kind' | 'sessions'>,
  now: number,
): Ledger {
  const ledger = new Ledger(known, kind === 'event');
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  for (const slice of slices) {
    const session = byKey.get(slice.session);
    if (session === undefined) continue;
    const { attendeeKey } = slice;
    ledger.add({ ...attendanceOf(slice, session.event, sessionFacts(session, now)), attendeeKey });
  }
  return ledger;
}

/** The sums of a session or event since it exists; slices that are open last until `now`. */
export async function totalsNow(history: History, scope: AttendedScope, now: number): Promise<ScopeTotals> {
  const sum = new TotalsSum();
  const ended = await history.totals(filterOf(scope), (open) => {
    const more = withOpen(open, scope, now).totals().get(scope.key);
    if (more !== undefined) sum.add(more);
  });
  if (ended !== undefined) sum.add(ended);
  return sum.totals();
}

/** The same of many sessions at once, but for countries: by session, with nothing for one in which nobody ever was. */
export async function totalsOfSessions(
  history: History,
  sessions: readonly Session[],
  now: number,
): Promise<Map<ScopeKey, ScopeSums>> {
  const sums = new Map(sessions.map(({ key }) => [key, new TotalsSum()]));
  const keys = [...sums.keys()];
  const ended = await history.totalsOfSessions(keys, (open) => {
    for (const [key, more] of withOpen(open, { kind: 'session', sessions }, now).totals())
      sums.get(key)?.add(more);
  });
  for (const [key, more] of ended) sums.get(key)?.add({ ...more, countries: [] });
  return new Map([...sums].map(([key, sum]) => [key, sum.totals()]));
}

function rowsNow(
  { rows, open }: AttendanceNow,
  scope: AttendedScope,
  now: number,
): Map<number, AttendanceRow> {
  const ledger = withOpen(open, scope, now);
  const byKey = new Map(rows.map((row) => [row.attendeeKey, row]));
  for (const { attendeeKey } of open.slices) {
    const row = ledger.row(scope.key, attendeeKey);
    if (row !== undefined) byKey.set(attendeeKey, row);
  }
  return byKey;
}

/** Attendance of those of the attendees (keys) who were there, by key. */
export async function attendanceNow(
  history: History,
  scope: AttendedScope,
  { attendees, now }: { readonly attendees: readonly number[]; readonly now: number },
): Promise<Map<number, AttendanceRow>> {
  const found = await history.attendanceOf({ ...filterOf(scope), attendees });
  return new Map([...rowsNow(found, scope, now)].filter(([, row]) => isAttendee(row)));
}

export interface AttendeesPage {
  readonly afterAttendee: number;
  readonly limit: number;
  /** Log time up to which slices are known, ms. */
  readonly now: number;
}

/** The next attendees of a session or event, in order of key, and the key to go on after; null at the end. */
export async function attendeesNow(
  history: History,
  scope: AttendedScope,
  { afterAttendee, limit, now }: AttendeesPage,
): Promise<{ items: AttendanceRow[]; next: number | null }> {
  const found = await history.attendance({ ...filterOf(scope), afterAttendee, limit: limit + 1 });
  const byKey = rowsNow(found, scope, now);
  const keys = [...byKey.keys()].sort((a, b) => a - b);
  const page = keys.slice(0, limit);
  return {
    items: page.flatMap((key) => byKey.get(key) ?? []).filter(isAttendee),
    next: keys.length > limit ? (page.at(-1) ?? null) : null,
  };
}
