import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  Days,
  DaysFilter,
  DayToKeep,
  DayWritten,
  EventDay,
  KeptDays,
  PackedPeople,
  SessionActions,
  SessionEngaged,
} from '../../rows/days.ts';
import type { SpanFilter } from '../../rows/spans.ts';

/** Days of events that are kept, so that questions over many of them need not read all slices. */
export interface HistoryDays {
  /** What is kept of some days, as of one moment. */
  keptDays(filter: DaysFilter): Promise<KeptDays>;
  /** The people of a kept day, part by part in order of key. */
  keptPeople(day: EventDay): Promise<PackedPeople[]>;
  /** The first day that is not closed yet; null while none ever was. */
  daysKeptBefore(): Promise<number | null>;
  /** The day of the first presence or engagement in any of the sessions; null while there is none. */
  firstDay(sessions: readonly ScopeKey[]): Promise<number | null>;
  /**
   * No more begins on the first of these days or before, or on any of them if nothing was on all of them. What is closed is to be
   * kept of the events in which something was. `sessions`: all that there are. Gives the day after those that it closed.
   */
  closeDays(days: Days, sessions: readonly ScopeKey[]): Promise<number>;
  /** Days of events that are to be kept, the latest first. */
  daysToKeep(): Promise<DayToKeep[]>;
  /** Gives false, and keeps nothing, where the past has changed again since. */
  keepDay(day: DayWritten): Promise<boolean>;
  /** Engagements of a span by attendee and session, in order of attendee. */
  engagedBySession(filter: SpanFilter): Promise<SessionEngaged[]>;
  /** Engagements of a span by session and action. */
  actionsBySession(filter: SpanFilter): Promise<SessionActions[]>;
  /** When the first and the last of them were, ms; null without any. */
  engagementTimes(filter: SpanFilter): Promise<readonly [first: number, last: number] | null>;
  /** Those of the sessions with an engagement in a span. */
  engagedSessions(filter: SpanFilter): Promise<ScopeKey[]>;
}
