import type {
  ActionCount,
  AttendeeAction,
  Engaged,
  EngagementFilter,
  EngagementTotalsFilter,
  StoredEngagement,
} from '../../rows/engagements.ts';
import type { SlicesOf } from '../../rows/slices.ts';

/** Engagements, one by one and counted. */
export interface HistoryEngagements {
  /** In order of time and key. */
  engagements(filter: EngagementFilter): Promise<StoredEngagement[]>;
  /** All engagements, in log order, after a key. */
  engagementsInOrder(page: { after: number; limit: number }): Promise<Engaged[]>;
  /** Engagements by attendee key and action in these sessions together, for these attendees. */
  engagementsByAttendee(filter: SlicesOf): Promise<AttendeeAction[]>;
  engagementTotals(filter: EngagementTotalsFilter): Promise<ActionCount[]>;
}
