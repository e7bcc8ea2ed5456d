import type { AttendanceNow, AttendancePage, OpenAttendance } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { readActiveHours, readAttendance, readAttendanceOf, readOpenSlices } from './attendance.ts';

/** Open slices of the next attendees, and what is known of these. */
export async function readOpen(database: Queryable, page: AttendancePage): Promise<OpenAttendance> {
  const { event, sessions } = page;
  const slices = await readOpenSlices(database, page);
  const attendees = [...new Set(slices.map(({ attendeeKey }) => attendeeKey))];
  const scopes = event === null ? sessions : [event, ...sessions];
  return {
    slices,
    rows: await readAttendanceOf(database, { scopes, attendees }),
    hours: event === null ? [] : await readActiveHours(database, { event, attendees }),
  };
}

/** To be called within a transaction, so that a slice is open or ended, but not both. */
export async function readAttendanceNow(database: Queryable, page: AttendancePage): Promise<AttendanceNow> {
  const rows = await readAttendance(database, page);
  return { rows, open: await readOpen(database, page) };
}
