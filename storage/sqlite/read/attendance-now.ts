import type {
  AttendanceFilter,
  AttendanceNow,
  AttendanceOf,
  AttendancePage,
  OpenAttendance,
  SliceRow,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import {
  type OpenFilter,
  readActiveHours,
  readAttendance,
  readAttendanceAt,
  readAttendanceOf,
  readOpenSlices,
  readOpenSlicesOf,
} from './attendance.ts';

async function knownOf(
  database: Queryable,
  { event, sessions }: AttendanceFilter,
  slices: SliceRow[],
): Promise<OpenAttendance> {
  const attendees = [...new Set(slices.map(({ attendeeKey }) => attendeeKey))];
  const scopes = event === null ? sessions : [event, ...sessions];
  return {
    slices,
    rows: await readAttendanceOf(database, { scopes, attendees }),
    hours: event === null ? [] : await readActiveHours(database, { event, attendees }),
  };
}

/** Open slices of the next attendees, and what is known of these. */
export async function readOpen(database: Queryable, page: AttendancePage): Promise<OpenAttendance> {
  return knownOf(database, page, await readOpenSlices(database, page));
}

/** The same of many sessions, each by itself: of an attendee no more than the sessions in which they are is looked at. */
export async function readOpenOfSessions(database: Queryable, page: OpenFilter): Promise<OpenAttendance> {
  const slices = await readOpenSlices(database, page);
  const places = new Map(
    slices.map(({ session, attendeeKey }) => [`${session} ${attendeeKey}`, [session, attendeeKey] as const]),
  );
  return { slices, rows: await readAttendanceAt(database, [...places.values()]), hours: [] };
}

/** To be called within a transaction, so that a slice is open or ended, but not both. */
export async function readAttendanceNow(database: Queryable, page: AttendancePage): Promise<AttendanceNow> {
  const rows = await readAttendance(database, page);
  return { rows, open: await readOpen(database, page) };
}

/** The same of these attendees. */
export async function readAttendanceOfNow(database: Queryable, filter: AttendanceOf): Promise<AttendanceNow> {
  const { scope, attendees } = filter;
  const rows = await readAttendanceOf(database, { scopes: [scope], attendees });
  return { rows, open: await knownOf(database, filter, await readOpenSlicesOf(database, filter)) };
}
