import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { EngagementFilter, StoredEngagement } from '../../rows/engagements.ts';

/** Engagements, one by one and counted. */
export interface HistoryEngagements {
  /** In order of time and key. */
  engagements(filter: EngagementFilter): Promise<StoredEngagement[]>;
  /** All engagements, in log order, after a key. */
  engagementsInOrder(page: { after: number; limit: number }): Promise<StoredEngagement[]>;
  /** Engagements by attendee key and action in these sessions together, for these attendees. */
  engagementsByAttendee(filter: {
    sessions: readonly ScopeKey[];
    attendees: readonly number[];
  }): Promise<{ attendeeKey: number; action: string; count: number }[]>;
  engagementTotals(filter: {
    session: ScopeKey;
    from?: number | undefined;
    to?: number | undefined;
  }): Promise<{ action: string; count: number }[]>;
}
