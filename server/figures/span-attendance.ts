import type { History, ScopeTotals, SliceRow } from '../../storage/types.ts';
import type { Session } from '../live/catalogue.ts';
import { attendanceOf, TotalsSum } from './attendance.ts';
import { type AttendedScope, attendeesNow } from './attendance-now.ts';
import { minuteSpans, sessionFacts } from './attendee-figures.ts';
import { type AttendedSlice, Ledger } from './ledger.ts';

/** `[from, to)`, ms. */
export interface FigureSpan {
  readonly from: number;
  readonly to: number;
}

const PAGE = 500;

/** What a slice gives in a span; undefined where it does not touch it. `now`: log time up to which slices are known. */
function attendedIn(
  slice: SliceRow,
  session: Session,
  { from, to }: FigureSpan,
  now: number,
): AttendedSlice | undefined {
  const end = slice.end ?? now;
  const countedUntil = slice.countedUntil ?? Math.max(now, slice.start) + 1;
  if (slice.start >= to || Math.max(end, countedUntil - 1) < from) return undefined;
  const start = Math.max(slice.start, from);
  const cut = {
    ...slice,
    start,
    end: Math.max(start, Math.min(end, to)),
    countedUntil: Math.min(countedUntil, to),
  };
  const facts = sessionFacts(session, now);
  const attended = attendanceOf(cut, session.event, facts);
  // The last instant of the span lies before `to`.
  const minutes = end < from ? [] : minuteSpans({ ...cut, end: Math.min(cut.end, to - 1) }, facts);
  return { ...attended, minutes, attendeeKey: slice.attendeeKey };
}

async function activeSessions(history: History, { sessions }: AttendedScope, { from, to }: FigureSpan) {
  const active: Session[] = [];
  for (const session of sessions) {
    const [one] = await history.slices({ session: session.key, from, to, limit: 1 });
    if (one !== undefined) active.push(session);
  }
  return active;
}

/**
 * The sums of a session or event over a span: watch time and engaged minutes are of the part of each slice that lies in it,
 * views are who watched enough of a session within it. In memory for some hundred attendees at a time.
 */
export async function totalsIn(
  history: History,
  scope: AttendedScope,
  span: FigureSpan,
  now: number,
): Promise<ScopeTotals> {
  const sum = new TotalsSum();
  const sessions = await activeSessions(history, scope, span);
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  if (sessions.length === 0) return sum.totals();
  for (let after: number | null = 0; after !== null; ) {
    const page = await attendeesNow(history, scope, { afterAttendee: after, limit: PAGE, now });
    const attendees = page.items.map(({ attendeeKey }) => attendeeKey);
    const ledger = new Ledger();
    for (const slice of await history.slicesOf({ sessions: [...byKey.keys()], attendees })) {
      const session = byKey.get(slice.session);
      const attended = session && attendedIn(slice, session, span, now);
      if (attended !== undefined) ledger.add(attended);
    }
    const totals = ledger.totals().get(scope.key);
    if (totals !== undefined) sum.add(totals);
    after = page.next;
  }
  return sum.totals();
}
