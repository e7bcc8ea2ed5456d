import type { AttendanceReplaced, History } from '../../storage/types.ts';
import { attendanceOf } from '../figures/attendance.ts';
import { sessionFacts } from '../figures/slice-figures.ts';
import type { ScopeKey, Session } from '../live/catalogue.ts';

/** So many attendees are computed anew in one transaction: the next commit waits for it. */
const PAGE = 500;

type AttendanceHistory = Pick<
  History,
  'staleAttendance' | 'attendeesIn' | 'slicesOf' | 'replaceAttendance' | 'purged'
>;

/**
 * Computes the attendance of some attendees anew from all their slices in an event, where a session's past has changed.
 * Whatever ends meanwhile is added as always. Gives whether there was anything to do.
 */
export async function recomputePage(
  history: AttendanceHistory,
  sessions: ReadonlyMap<ScopeKey, Session>,
): Promise<boolean> {
  const [stale] = await history.staleAttendance();
  if (stale === undefined) return false;
  const session = sessions.get(stale.session);
  const attendees = await history.attendeesIn({ ...stale, limit: PAGE });
  const afterAttendee = attendees.length < PAGE ? null : (attendees.at(-1) ?? null);
  const event = session?.event ?? stale.session;
  const ofEvent = [...sessions.values()].filter((other) => other.event === event);
  const replaced: Pick<AttendanceReplaced, 'attendees' | 'sessions' | 'slices'> =
    session === undefined
      ? { attendees: [], sessions: [], slices: [] }
      : { attendees, ...(await attendanceIn(history, ofEvent, attendees)) };
  const purged = await history.purged({ scope: event, from: 0, to: Number.MAX_SAFE_INTEGER });
  const keepsEvent = purged.length > 0;
  await history.replaceAttendance({
    ...replaced,
    event,
    keepsEvent,
    stale: { session: stale.session, afterAttendee },
  });
  return true;
}

/** All that some attendees have in the sessions of an event, but for open slices. */
export async function attendanceIn(
  history: Pick<History, 'slicesOf'>,
  sessions: readonly Session[],
  attendees: readonly number[],
): Promise<Pick<AttendanceReplaced, 'sessions' | 'slices'>> {
  const keys = sessions.map(({ key }) => key);
  const byKey = new Map(sessions.map((session) => [session.key, session]));
  const rows = await history.slicesOf({ sessions: keys, attendees });
  const slices = rows.flatMap((row) => {
    const session = byKey.get(row.session);
    if (session === undefined || row.end === null) return [];
    const attended = attendanceOf(row, session.event, sessionFacts(session, row.end));
    return [{ ...attended, attendeeKey: row.attendeeKey }];
  });
  return { sessions: keys, slices };
}
