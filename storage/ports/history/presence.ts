import type {
  SessionAttendees,
  SliceFilter,
  SliceRow,
  SlicesOf,
  SlicesPage,
  SliceToCount,
  UniquesFilter,
} from '../../rows/slices.ts';

/** Who was in which sessions, and when: slices. */
export interface HistoryPresence {
  /** In order of start and slice. */
  slices(filter: SliceFilter): Promise<SliceRow[]>;
  /** All slices, of any session, counted at any instant of `[from, to)`, in order of start and slice. */
  slicesBetween(from: number, to: number): Promise<SliceRow[]>;
  /** All slices, in order of start and slice. */
  slicesInOrder(page: SlicesPage): Promise<SliceToCount[]>;
  /** All slices of the next `limit` attendees after `afterAttendee` (a key, 0 to begin), in order of attendee, start, slice. */
  slicesByAttendee(filter: SessionAttendees): Promise<SliceRow[]>;
  /** All slices of these attendees in these sessions, in order of attendee, start, slice. */
  slicesOf(filter: SlicesOf): Promise<SliceRow[]>;
  /** Keys of the next `limit` attendees with slices in the session, in order. */
  attendeesIn(filter: SessionAttendees): Promise<number[]>;
  /** Distinct attendees counted at any instant of `[from, to)` in any of the sessions, from slices. */
  uniques(filter: UniquesFilter): Promise<number>;
}
