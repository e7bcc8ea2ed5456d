import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { ActionCount, EngagedAttendee, EngagedFilter } from '../../rows/engagements.ts';
import type { Extent, SliceRow, SpanSlicesFilter } from '../../rows/slices.ts';
import type { SpanFilter } from '../../rows/spans.ts';

/** What figures over a span of some sessions are made of. */
export interface HistorySpans {
  /**
   * Slices of any of the sessions that touch `[from, to)` or are counted in it, in order of attendee, start, slice. Reads all of the
   * attendees from that of `after` on through `throughAttendee`, so whoever asks chooses how many these are.
   */
  slicesOfSpan(filter: SpanSlicesFilter): Promise<SliceRow[]>;
  /** The first attendee (key) after another one with a slice in any of the sessions; null when there is none. */
  nextAttendee(sessions: readonly ScopeKey[], after: number): Promise<number | null>;
  /** Those of the sessions that have such a slice. */
  sessionsOfSpan(filter: SpanFilter): Promise<ScopeKey[]>;
  /** When somebody first was in any of the sessions, ms; null when nobody ever was. */
  firstStart(sessions: readonly ScopeKey[]): Promise<number | null>;
  /** When somebody was in any of the sessions; undefined when nobody ever was. */
  extent(sessions: readonly ScopeKey[]): Promise<Extent | undefined>;
  /** The next `limit` attendees after `afterAttendee` who engaged in a span, in order of key. */
  engagedAttendees(filter: EngagedFilter): Promise<EngagedAttendee[]>;
  /** Engagements of a span by action, over all of the sessions. */
  engagementOfSpan(filter: SpanFilter): Promise<ActionCount[]>;
}
