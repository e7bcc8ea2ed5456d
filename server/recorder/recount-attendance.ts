import type { History } from '../../storage/types.ts';
import { attendanceOf } from '../figures/attendance.ts';
import type { AttendedSlice } from '../figures/ledger.ts';
import { sessionFacts } from '../figures/slice-figures.ts';
import { inGroups, spanPages } from '../figures/span-attendees.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';
import { readAhead } from './read-ahead.ts';
import { WriteBehind } from './write-behind.ts';

type Attending = Pick<History, 'sessionsOfSpan' | 'nextAttendee' | 'slicesOfSpan' | 'writeRecounted'>;

/** Slices that are written at a time. */
const PAGE = 5000;
const FOREVER = Number.MAX_SAFE_INTEGER;

/**
 * Attendance of events of which nothing is known but slices, event by event, of each attendee all at once. Scopes in `kept` keep
 * what they have, and so do events with such a session: these are computed as where a past has changed.
 */
export async function recountAttendance(
  history: Attending,
  sessions: readonly Session[],
  kept: ReadonlySet<ScopeKey>,
): Promise<void> {
  const events = new Map<ScopeKey, Session[]>();
  for (const session of sessions) events.set(session.event, [...(events.get(session.event) ?? []), session]);
  for (const [event, ofEvent] of events) {
    const isKept = kept.has(event) || ofEvent.some(({ key }) => kept.has(key));
    if (!isKept) await recountEvent(history, ofEvent);
  }
}

function recountEvent(history: Attending, sessions: readonly Session[]): Promise<void> {
  const writing = new WriteBehind((attendance: AttendedSlice[]) => history.writeRecounted({ attendance }));
  return writing.during(async () => {
    for await (const part of attendanceParts(history, sessions)) await writing.add(part);
  });
}

async function* attendanceParts(
  history: Attending,
  sessions: readonly Session[],
): AsyncGenerator<AttendedSlice[]> {
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  let attendance: AttendedSlice[] = [];
  const question = { sessions, from: 0, to: FOREVER };
  for await (const slices of inGroups(readAhead(spanPages(history, question)))) {
    for (const slice of slices) {
      const session = byKey.get(slice.session);
      if (session === undefined || slice.end === null) continue;
      const attended = attendanceOf(slice, session.event, sessionFacts(session, slice.end));
      attendance.push(Object.assign(attended, { attendeeKey: slice.attendeeKey }));
    }
    if (attendance.length < PAGE) continue;
    yield attendance;
    attendance = [];
  }
  yield attendance;
}
