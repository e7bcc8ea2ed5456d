import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  AttendanceFilter,
  AttendanceNow,
  AttendanceOf,
  AttendancePage,
  AttendanceReplaced,
  OpenAttendance,
  StaleAttendance,
} from '../../rows/attendance.ts';
import type { Span } from '../../rows/spans.ts';
import type { ScopeSums, ScopeTotals } from '../../rows/totals.ts';

/** What each attendee has of a session or event: attendance, and its sums. */
export interface HistoryAttendance {
  /** The next `limit` attendees after `afterAttendee` in order of key, as of one moment. */
  attendance(filter: AttendancePage): Promise<AttendanceNow>;
  /** The same of these attendees, in any order. */
  attendanceOf(filter: AttendanceOf): Promise<AttendanceNow>;
  /** Over ended slices, undefined while there are none; who is there at the same moment is told to `onOpen`, in parts. */
  totals(filter: AttendanceFilter, onOpen: (open: OpenAttendance) => void): Promise<ScopeTotals | undefined>;
  /** When the first came and the last was seen, both included, over ended slices, also those that have gone; undefined without any. */
  attended(scope: ScopeKey): Promise<Span | undefined>;
  /** The same of many sessions at once, by session. */
  totalsOfSessions(
    sessions: readonly ScopeKey[],
    onOpen: (open: OpenAttendance) => void,
  ): Promise<ReadonlyMap<ScopeKey, ScopeSums>>;
  staleAttendance(): Promise<StaleAttendance[]>;
  replaceAttendance(replaced: AttendanceReplaced): Promise<void>;
}
