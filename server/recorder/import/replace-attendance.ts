import type { HistoryTransaction } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { CountedSession } from '../../live/effects.ts';
import { attendanceIn } from '../recompute-attendance.ts';

/** So many attendees at a time: each may have a hundred slices, and all that they have is in memory. */
const PAGE = 100;

/** Computes the attendance of those who have new slices anew, from all they have in the event. */
export async function replaceAttendance(
  file: HistoryTransaction,
  sessions: readonly CountedSession[],
  imported: { readonly first: number; readonly last: number },
): Promise<void> {
  const people = new Map<ScopeKey, number[]>();
  for (const { event, attendee } of await file.peopleOfSlices(imported)) {
    const attendees = people.get(event) ?? [];
    attendees.push(attendee);
    people.set(event, attendees);
  }
  for (const [event, all] of people) {
    const ofEvent = sessions.flatMap(({ row }) => (row.event === event ? [row] : []));
    const purged = await file.purged({ scope: event, from: 0, to: Number.MAX_SAFE_INTEGER });
    const keepsEvent = purged.length > 0;
    for (let from = 0; from < all.length; from += PAGE) {
      const attendees = all.slice(from, from + PAGE);
      const attendance = await attendanceIn(file, ofEvent, attendees);
      await file.replaceAttendance({ ...attendance, event, keepsEvent, attendees, stale: null });
    }
  }
}
