import type { ScopeKey } from '../../../server/live/catalogue.ts';
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

/** No more than what slices can change: the rows of their sessions and of the event. */
async function knownOf(
  database: Queryable,
  event: ScopeKey | null,
  slices: SliceRow[],
): Promise<OpenAttendance> {
  const places = slices.map(({ session, attendeeKey }) => [session, attendeeKey] as const);
  const attendees = [...new Set(slices.map(({ attendeeKey }) => attendeeKey))];
  if (event !== null) places.push(...attendees.map((attendee) => [event, attendee] as const));
  const distinct = new Map(places.map((place) => [place.join(' '), place]));
  return {
    slices,
    rows: await readAttendanceAt(database, [...distinct.values()]),
    hours: event === null ? [] : await readActiveHours(database, { event, attendees }),
  };
}

type OpenPage = OpenFilter & Pick<AttendanceFilter, 'event'>;

/** Open slices of the next attendees, and what is known of these. */
export async function readOpen(database: Queryable, page: OpenPage): Promise<OpenAttendance> {
  return knownOf(database, page.event, await readOpenSlices(database, page));
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
  return { rows, open: await knownOf(database, filter.event, await readOpenSlicesOf(database, filter)) };
}
