import type { StoredEngagement } from '../../rows/engagements.ts';
import type {
  AttendeeActionsFilter,
  AttendeeEngagementsFilter,
  AttendeeSlicesFilter,
  SessionAction,
} from '../../rows/of-attendee.ts';
import type { SliceRow } from '../../rows/slices.ts';

/** What one attendee (a key) did in some sessions. */
export interface HistoryOfAttendee {
  /** In order of start and slice, or the other way round. */
  slicesOfAttendee(filter: AttendeeSlicesFilter): Promise<SliceRow[]>;
  /** In order of time and key, or the other way round. */
  engagementsOfAttendee(filter: AttendeeEngagementsFilter): Promise<StoredEngagement[]>;
  /** In `[from, to)`, or since ever without either; in order of session. */
  actionsOfAttendee(filter: AttendeeActionsFilter): Promise<SessionAction[]>;
}
