import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { ActionCount, EngagementFilter } from './engagements.ts';
import type { SliceFilter } from './slices.ts';

/** Of one attendee (a key) in these sessions. */
interface OfAttendeeFilter {
  readonly attendee: number;
  readonly sessions: readonly ScopeKey[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The other way round; `after` is still the row that the page before ended with. */
  readonly newestFirst?: boolean | undefined;
  readonly limit: number;
}

export interface AttendeeSlicesFilter extends OfAttendeeFilter, Pick<SliceFilter, 'mode' | 'after'> {}

/** Anonymous ones are nobody's. */
export interface AttendeeEngagementsFilter
  extends OfAttendeeFilter,
    Pick<EngagementFilter, 'action' | 'after'> {}

/** Since ever without `from` and `to`. */
export type AttendeeActionsFilter = Omit<
  AttendeeEngagementsFilter,
  'action' | 'after' | 'newestFirst' | 'limit'
>;

/** How often one attendee has done something in a session. */
export interface SessionAction extends ActionCount {
  readonly session: ScopeKey;
}
