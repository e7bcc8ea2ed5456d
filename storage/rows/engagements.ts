import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { SpanFilter } from './spans.ts';

/** An engagement that the recorder accepted. */
export interface EngagementRow {
  readonly tenant: ScopeKey;
  /** Of its author's token: whoever was not known before belongs to it. */
  readonly organization: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly id: string;
  readonly action: string;
  readonly data: unknown;
  readonly at: number;
  /** Its author is not to be shown (answer to an anonymous poll). */
  readonly anonymous: boolean;
}

export interface ActionCount {
  readonly action: string;
  readonly count: number;
}

/** How often an action was counted in a scope since it exists; for organizations on that UTC day (else day 0). */
export interface EngagementCount extends ActionCount {
  readonly scope: ScopeKey;
  readonly day: number;
}

export interface StoredEngagement extends Omit<EngagementRow, 'organization'> {
  /** Grows in log order. */
  readonly key: number;
}

/** As much of an engagement as is needed to count it. */
export interface Engaged extends Pick<StoredEngagement, 'key' | 'session' | 'action' | 'at'> {
  readonly attendeeKey: number;
}

export interface EngagedFilter extends SpanFilter {
  readonly afterAttendee: number;
  readonly limit: number;
}

/** How often an attendee engaged. */
export interface EngagedAttendee {
  readonly attendeeKey: number;
  readonly count: number;
}

export interface EngagementFilter {
  readonly session: ScopeKey;
  readonly attendee?: string | undefined;
  readonly action?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
}

/** How often an action was counted in a minute (start, ms). */
export interface EngagementMinute extends ActionCount {
  readonly minute: number;
}

/** How often an attendee did something. */
export interface AttendeeAction extends ActionCount {
  readonly attendeeKey: number;
}

/** Of the whole session without `from` and `to`. */
export type EngagementTotalsFilter = Pick<EngagementFilter, 'session' | 'from' | 'to'>;
