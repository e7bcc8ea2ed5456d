import type { KeptStep } from '../server/figures/steps.ts';
import type { ScopeKey } from '../server/live/catalogue.ts';
import type { Change, Entry } from '../server/live/changes.ts';
import type { CatalogueLine, ImportedPlace, ImportLine, PastLine } from '../server/live/import-lines.ts';
import type { KeyUse } from '../server/live/keeping.ts';
import type { Mode, ScopeKind } from '../server/protocol/client-messages.ts';
import type {
  AttendanceFilter,
  AttendanceNow,
  AttendanceOf,
  AttendancePage,
  AttendanceReplaced,
  AuditFilter,
  BackfilledWatch,
  Committed,
  EngagedAttendee,
  EngagedFilter,
  EngagementFilter,
  Extent,
  HistoryBatch,
  ImportAnswer,
  MinuteFilter,
  MinuteRow,
  OpenAttendance,
  PastAnswer,
  PastQuestion,
  PollAnswersFilter,
  PresenceQuestion,
  PurgeProgress,
  Recounted,
  Restored,
  Rolled,
  RollUpFilter,
  RollUpRow,
  RollUpStep,
  RollUpWritten,
  Run,
  ScopeTotals,
  SliceFilter,
  SliceRow,
  SlicesOfSessions,
  Span,
  SpanFilter,
  SpanSlicesFilter,
  StaleAttendance,
  StoredAudit,
  StoredEngagement,
  TableDifference,
  TalkCount,
  TalkFilter,
  TalkReferenceFilter,
  TalkRow,
} from './history-rows.ts';
import type {
  AttendeeEngagementsFilter,
  AttendeeFilter,
  AttendeeRow,
  AttendeeSlicesFilter,
  OneOfPeople,
  PeopleFilter,
  PeopleOf,
  RegisteredAttendee,
  RegistrationCounts,
  RegistrationFilter,
  RegistrationName,
  RegistrationRow,
  SessionAction,
  StoredAttendee,
} from './people-rows.ts';

export type * from './history-rows.ts';
export type * from './people-rows.ts';

/** What a log tells its one reader. All calls are synchronous and one after the other. */
export interface LogReader {
  /** Every entry after the position that reading began with, in order, those of this process among them. */
  entry(entry: Entry): void;
  /**
   * What stood in the log has been delivered: at the beginning, and again each time that the log was away and is back.
   * An entry of this process whose fate was unknown meanwhile has been delivered, too, or will never be.
   */
  caughtUp(): void;
  /** The log cannot be reached, or delivers nothing although this process writes. Told again every second until `caughtUp`. */
  away(): void;
  /**
   * The log no longer holds what follows the position: this process must begin again with the file of another one.
   * Nothing is delivered afterwards.
   */
  lost(reason: string): void;
}

/**
 * The ordered sequence of everything that happens. Rules of every implementation (design section 4): times are whole
 * milliseconds and strictly increase from entry to entry; this process appends at least one entry a second, with or
 * without changes (the sign of life), once an incarnation has begun; what was appended by it comes back in the order it was appended.
 */
export interface Log {
  /** Log time now: not before the last entry, and what an entry written at this moment would carry, or later. ms since the epoch. */
  now(): number;
  /**
   * What is appended from now on belongs to this incarnation, in entries numbered from 1. What was appended before and has
   * not come back is given up: it may still come back in an entry of the earlier incarnation.
   */
  begin(incarnation: string): void;
  /** Queues a change; it comes back to the reader in an entry of the incarnation. Throws before `begin` and after `close`. */
  append(change: Change): void;
  /** Starts reading after a position (null: from the beginning). Only one reader. */
  read(reader: LogReader, after: string | null): void;
  /** Writes what is queued, delivers it to the reader, and stops. Gives up what cannot be written within some seconds. */
  close(): Promise<void>;
}

/** What a time series is of. All are strings, as labels of Redis are; ids hold no character that its filters cannot take. */
export interface SeriesLabels {
  /** Id of the root organization. */
  readonly tenant: string;
  /** The organization itself, or the one that the event or session belongs to. */
  readonly organization: string;
  /** The event itself, or that of the session. */
  readonly event?: string;
  readonly session?: string;
  /** Which of the three it is of; a session's event and organization are only where it belongs. */
  readonly scopeKind: ScopeKind;
  /** `peak`, `peakAt`, `minimum`, `average`, `joins`, `leaves`, `uniques` or `engagement:<action>`. */
  readonly metric: string;
  readonly mode: 'all' | Mode;
  readonly step: KeptStep;
}

/** The value of a closed minute, hour or day (UTC) of one time series. A step in which nothing was has no sample. */
export interface Sample {
  readonly labels: SeriesLabels;
  /** Start of the step, ms. */
  readonly time: number;
  readonly value: number;
}

export interface SeriesQuery {
  /** Every label given must match, where there is a list one of its values. */
  readonly where: Readonly<Partial<Record<keyof SeriesLabels, string | readonly string[]>>>;
  /** `from` inclusive, `to` exclusive, ms. */
  readonly from: number;
  readonly to: number;
  /** Series with the same value of this label are reduced into one; without it each series stands alone. */
  readonly groupBy?: keyof SeriesLabels;
  /** @default 'sum' */
  readonly reduce?: 'sum' | 'max' | 'min';
}

export interface SeriesResult {
  /** All labels of the series; of a group the one that it was made by. */
  readonly labels: Readonly<Partial<SeriesLabels>>;
  readonly samples: readonly (readonly [time: number, value: number])[];
}

/** Closed steps by label, for questions across scopes. Series without a sample in the span are left out. */
export interface SeriesReader {
  query(query: SeriesQuery): Promise<SeriesResult[]>;
}

/** Every step that ended after `since` and not after `through`, ms, has been written. */
export interface SeriesHeld {
  readonly since: number;
  readonly through: number;
}

/** Time series of their own beside the file. Values are absolute: writing one again replaces it. */
export interface Series extends SeriesReader {
  /** What was written and is still kept; null when nothing is known of it. */
  held(): Promise<SeriesHeld | null>;
  /** Says what has been written. */
  hold(held: SeriesHeld): Promise<void>;
  write(samples: readonly Sample[]): Promise<void>;
  remove(samples: readonly Pick<Sample, 'labels' | 'time'>[]): Promise<void>;
  /** Removes the series with these labels whole. */
  forget(where: SeriesQuery['where']): Promise<void>;
  /** Removes what the series with these labels have of before a time, ms. */
  forgetBefore(where: SeriesQuery['where'], time: number): Promise<void>;
  close(): Promise<void>;
}

/** A line whose id came before in the body. */
export interface RepeatedId {
  readonly line: number;
  readonly first: number;
  /** All else is the same, too. */
  readonly same: boolean;
}

/** Lines of one import, which are too many for memory, while they are being checked. Kept nowhere else and never again. */
export interface ImportSpool {
  add(lines: readonly ImportLine[]): Promise<void>;
  /** Lines whose id came before, in order. */
  repeated(): Promise<RepeatedId[]>;
  /** Leaves out those that are the same as one before. */
  dropRepeated(): Promise<void>;
  catalogue(): Promise<CatalogueLine[]>;
  places(): Promise<ImportedPlace[]>;
  /** Numbers of the past lines about a session or event, as far as they come before a line. */
  linesAbout(
    place: Pick<ImportedPlace, 'kind' | 'id'>,
    filter?: { before?: number; onDemand?: boolean },
  ): Promise<number[]>;
  /** Numbers of slices that overlap an earlier one of the same attendee, session and mode. */
  overlapping(): Promise<number[]>;
  /** How many there are. */
  count(): Promise<number>;
  /** Lines after a number, in order. */
  page(filter: { after: number; limit: number }): Promise<ImportLine[]>;
  close(): Promise<void>;
}

/** What may be done beside a batch in its transaction: rows that are too many for one batch, and what they depend on. */
export interface HistoryTransaction {
  /** Writes more at the same position; keys go on. */
  add(rows: Partial<Omit<HistoryBatch, 'position' | 'time'>>): Promise<Committed>;
  known(question: PastQuestion): Promise<PastAnswer>;
  /** The past lines of a part of an import that is being ended. */
  importPart(part: { readonly import: string; readonly number: number }): Promise<PastLine[]>;
  /** In order of start and slice. */
  slicesOfSessions(question: SlicesOfSessions): Promise<SliceRow[]>;
  /** Who has slices with these numbers (both inclusive) in an event: each once, in order. */
  peopleOfSlices(numbers: {
    readonly first: number;
    readonly last: number;
  }): Promise<{ event: ScopeKey; attendee: number }[]>;
  slicesOf(filter: { sessions: readonly ScopeKey[]; attendees: readonly number[] }): Promise<SliceRow[]>;
  replaceAttendance(replaced: AttendanceReplaced): Promise<void>;
  purged(filter: Span & { readonly scope: ScopeKey }): Promise<Span[]>;
  runs(from: number, to: number): Promise<Run[]>;
}

/** The file of record. One writer; queries run beside it and see what is committed. */
export interface History {
  /** Brings the file to the present schema and reads what a start needs. */
  open(): Promise<Restored>;
  /**
   * `more` is written in the same transaction, unless the batch has been written before. After erasures, what was overwritten
   * is nowhere any more, as soon as nobody reads.
   */
  commit(batch: HistoryBatch, more?: (file: HistoryTransaction) => Promise<void>): Promise<Committed>;
  /** What the recorder must know of the past to decide engagements. */
  known(question: PastQuestion): Promise<PastAnswer>;
  /**
   * Ends every open slice at `time` (that of the last entry) with `endedBy: crash`, and gives them. They were counted at that
   * instant, so `countedUntil` is the millisecond after it, and so is the end of the run. Nobody is in a bubble any more, and
   * the snapshot, in which they are still present, is gone.
   */
  endOpenSlices(time: number): Promise<SliceRow[]>;
  runs(from: number, to: number): Promise<Run[]>;
  /**
   * Spans in which an import made a scope known, as far as they overlap `[from, to)`; they may overlap one another. One without
   * length lies in an hour to which it added engagements only.
   */
  backfilled(filter: Span & { readonly scope: ScopeKey }): Promise<Span[]>;
  /** Watch time of imported slices of the sessions, since they exist. */
  backfilledWatch(sessions: readonly ScopeKey[]): Promise<BackfilledWatch[]>;
  importAnswer(id: string): Promise<ImportAnswer | null>;
  /** The last one under a key of an organization. */
  importAnswerOfKey(filter: {
    readonly organization: ScopeKey;
    readonly key: string;
  }): Promise<ImportAnswer | null>;
  /** Slices that presences overlap; `place`: of which of them. */
  overlapping(presences: readonly PresenceQuestion[]): Promise<(SliceRow & { readonly place: number })[]>;
  minutes(filter: MinuteFilter): Promise<MinuteRow[]>;
  engagementMinutes(
    filter: Omit<MinuteFilter, 'track'>,
  ): Promise<{ minute: number; action: string; count: number }[]>;
  /** Distinct attendees counted at any instant of `[from, to)` in any of the sessions, from slices. */
  uniques(filter: {
    sessions: readonly ScopeKey[];
    mode?: Mode | undefined;
    from: number;
    to: number;
  }): Promise<number>;
  /** Spans that touch `[from, to)` and in which figures of the scope cannot be counted again, in order of their start. */
  purged(filter: { scope: ScopeKey; from: number; to: number }): Promise<{ from: number; to: number }[]>;
  /** In order of start and slice. */
  slices(filter: SliceFilter): Promise<SliceRow[]>;
  /** All slices, of any session, counted at any instant of `[from, to)`, in order of start and slice. */
  slicesBetween(from: number, to: number): Promise<SliceRow[]>;
  /** All slices of the next `limit` attendees after `afterAttendee` (a key, 0 to begin), in order of attendee, start, slice. */
  slicesByAttendee(filter: { session: ScopeKey; afterAttendee: number; limit: number }): Promise<SliceRow[]>;
  /** The last purge of each organization that had one. */
  purges(): Promise<PurgeProgress[]>;
  /** Ids of the next attendees of a tenant after an id (empty: from the first), in their order. */
  attendeeIds(filter: { tenant: ScopeKey; after: string; limit: number }): Promise<string[]>;
  /**
   * Slices of any of the sessions that touch `[from, to)` or are counted in it, in order of attendee, start, slice. Reads all of the
   * attendees from that of `after` on through `throughAttendee`, so whoever asks chooses how many these are.
   */
  slicesOfSpan(filter: SpanSlicesFilter): Promise<SliceRow[]>;
  /** The first attendee (key) after another one with a slice in any of the sessions; null when there is none. */
  nextAttendee(sessions: readonly ScopeKey[], after: number): Promise<number | null>;
  /** Those of the sessions that have such a slice. */
  sessionsOfSpan(filter: SpanFilter): Promise<ScopeKey[]>;
  /** When somebody was in any of the sessions; undefined when nobody ever was. */
  extent(sessions: readonly ScopeKey[]): Promise<Extent | undefined>;
  /** The highest peak of the minutes in `[from, to)` and when it was first reached; undefined when none has one. */
  peakOfMinutes(filter: MinuteFilter): Promise<{ value: number; at: number } | undefined>;
  attendees(keys: readonly number[]): Promise<AttendeeRow[]>;
  /** The next `limit` attendees after `afterAttendee` in order of key, as of one moment. */
  attendance(filter: AttendancePage): Promise<AttendanceNow>;
  /** The same of these attendees, in any order. */
  attendanceOf(filter: AttendanceOf): Promise<AttendanceNow>;
  /** Over ended slices, undefined while there are none; who is there at the same moment is told to `onOpen`, in parts. */
  totals(filter: AttendanceFilter, onOpen: (open: OpenAttendance) => void): Promise<ScopeTotals | undefined>;
  /** All slices, in order of start and slice. */
  slicesInOrder(page: {
    after: { readonly start: number; readonly slice: number };
    limit: number;
  }): Promise<SliceRow[]>;
  /** All engagements, in log order, after a key. */
  engagementsInOrder(page: { after: number; limit: number }): Promise<StoredEngagement[]>;
  /**
   * Empties all that is counted from slices and engagements, but of scopes of which something has been purged, and lets it be filled again,
   in one transaction: `body` works on a history that sees what it writes. Gives what is not as it was.
   */
  rebuild(body: (history: History) => Promise<void>): Promise<TableDifference[]>;
  /** Adds what was counted anew; within a rebuild only. */
  writeRecounted(recounted: Recounted): Promise<void>;
  /** Hours or days that are kept; undefined while none are. */
  rolled(step: RollUpStep): Promise<Rolled | undefined>;
  /** Those of some scopes in which somebody was, came, went or engaged in minutes from `from` on and before `to`. */
  busyScopes(filter: { scopes: readonly ScopeKey[]; from: number; to: number }): Promise<ScopeKey[]>;
  /** In order of start. */
  rollUps(filter: RollUpFilter): Promise<RollUpRow[]>;
  writeRollUp(written: RollUpWritten): Promise<void>;
  /** The highest concurrency of a scope; undefined where nobody ever was. */
  peak(scope: ScopeKey): Promise<{ value: number; at: number } | undefined>;
  /** Watch time of ended slices of a session or event as it was told, ms, and the number of its attendees. */
  standing(scope: ScopeKey): Promise<{ watchMs: number; liveWatchMs: number; uniques: number }>;
  /** How often each action was counted in a scope since it exists, in order of name. */
  engagementCounts(scope: ScopeKey): Promise<{ action: string; count: number }[]>;
  /** Distinct attendees counted in an organization on any of the UTC days `[fromDay, toDay)`; in other scopes on day 0, ever. */
  seen(filter: { scope: ScopeKey; fromDay: number; toDay: number }): Promise<number>;
  /** All slices of these attendees in these sessions, in order of attendee, start, slice. */
  slicesOf(filter: { sessions: readonly ScopeKey[]; attendees: readonly number[] }): Promise<SliceRow[]>;
  /** Keys of the next `limit` attendees with slices in the session, in order. */
  attendeesIn(filter: { session: ScopeKey; afterAttendee: number; limit: number }): Promise<number[]>;
  staleAttendance(): Promise<StaleAttendance[]>;
  replaceAttendance(replaced: AttendanceReplaced): Promise<void>;
  /** Null for somebody whom nobody has named. */
  attendee(name: { readonly tenant: ScopeKey; readonly id: string }): Promise<StoredAttendee | null>;
  /** In order of organization and key; of an event or session without name or address in order of key alone. */
  attendeeList(filter: AttendeeFilter): Promise<StoredAttendee[]>;
  /** In order of their keys. */
  people(filter: PeopleFilter): Promise<OneOfPeople[]>;
  /** Whether an attendee (key) is one of the people of an event or session. */
  isAmong(of: PeopleOf, attendee: number): Promise<boolean>;
  registration(name: RegistrationName): Promise<RegistrationRow | null>;
  /** In order of when they were made, and of attendee. */
  registrations(filter: RegistrationFilter): Promise<RegistrationRow[]>;
  /** Those of the attendees (keys) who are registered or have a bookmark. */
  registered(of: PeopleOf, attendees: readonly number[]): Promise<RegisteredAttendee[]>;
  registrationCounts(of: PeopleOf): Promise<RegistrationCounts>;
  /** All registrations and bookmarks of an attendee (a key), in order of scope. */
  registrationsOf(attendee: number): Promise<RegistrationRow[]>;
  /** In order of start and slice. */
  slicesOfAttendee(filter: AttendeeSlicesFilter): Promise<SliceRow[]>;
  /** In order of time and key. */
  engagementsOfAttendee(filter: AttendeeEngagementsFilter): Promise<StoredEngagement[]>;
  /** In `[from, to)`, or since ever without either; in order of session. */
  actionsOfAttendee(
    filter: Omit<AttendeeEngagementsFilter, 'action' | 'after' | 'limit'>,
  ): Promise<SessionAction[]>;
  /** In order of time and key. */
  engagements(filter: EngagementFilter): Promise<StoredEngagement[]>;
  /** In order of time and key, over all the sessions. */
  talk(filter: TalkFilter): Promise<TalkRow[]>;
  /** What refers to the ids, of every action and id the first `each`, in order of time and key. */
  talkAbout(filter: TalkReferenceFilter & { readonly each: number }): Promise<TalkRow[]>;
  countTalkAbout(filter: TalkReferenceFilter): Promise<TalkCount[]>;
  pollAnswers(filter: PollAnswersFilter): Promise<TalkRow[]>;
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
  /** Acts, the latest first. */
  audit(filter: AuditFilter): Promise<StoredAudit[]>;
  /** The next `limit` attendees after `afterAttendee` who engaged in a span, in order of key. */
  engagedAttendees(filter: EngagedFilter): Promise<EngagedAttendee[]>;
  /** Engagements of a span by action, over all of the sessions. */
  engagementOfSpan(filter: SpanFilter): Promise<{ action: string; count: number }[]>;
  /** When API keys were last used, as far as it was written; those that never were are left out. */
  keyUses(ids: readonly string[]): Promise<KeyUse[]>;
  /**
   * Writes all that is committed at one moment into a new file, whole by itself. The writer goes on meanwhile. Rejects when
   * there is something at its path.
   */
  backup(toFile: string): Promise<void>;
  /** The result of SQLite's `integrity_check`, `ok` when sound. */
  integrity(): Promise<string>;
  close(): Promise<void>;
}
