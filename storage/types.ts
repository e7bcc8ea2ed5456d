import type { KeptStep } from '../server/figures/steps.ts';
import type { Event, Organization, ScopeKey, Session } from '../server/live/catalogue.ts';
import type { Change, Entry } from '../server/live/changes.ts';
import type {
  EndedBy,
  MinuteClosed,
  PeakReached,
  Seen,
  SliceEnded,
  SlicePlayed,
  SliceStarted,
  SliceVisibility,
  Track,
  WatchBanked,
} from '../server/live/effects.ts';
import type { Mode, ScopeKind } from '../server/protocol/client-messages.ts';

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
  close(): Promise<void>;
}

/** A span in which the log was alive without a standstill: the times of its first and last entry, ms. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/** An engagement that the recorder accepted. */
export interface EngagementRow {
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly id: string;
  readonly action: string;
  readonly data: unknown;
  readonly at: number;
  /** Its author is not to be shown (answer to an anonymous poll). */
  readonly anonymous: boolean;
}

export interface PollRow {
  readonly session: ScopeKey;
  readonly poll: string;
  readonly question: string;
  readonly type: 'single' | 'multiple' | 'text';
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly anonymous: boolean;
  readonly open: boolean;
}

/** How often an action was counted in a scope since it exists; for organizations on that UTC day (else day 0). */
export interface EngagementCount {
  readonly scope: ScopeKey;
  readonly day: number;
  readonly action: string;
  readonly count: number;
}

/** Who is in which bubble of a session. */
export interface BubbleMember {
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly bubble: string;
}

/** The state of live after an entry: what a replica goes on with, so that it need not read the whole log. */
export interface HistorySnapshot {
  /** Of the text's shape: another one cannot be read. */
  readonly version: number;
  /** Position and time of the last entry that it covers, not after those of the file. */
  readonly position: string;
  readonly time: number;
  readonly text: string;
}

/** All that one commit writes, in one transaction: either all of it is stored or nothing. Writing it twice changes nothing. */
export interface HistoryBatch {
  /** Position and time of the last entry that the batch covers. */
  readonly position: string;
  readonly time: number;
  /** The current run, by its start, with its end so far. */
  readonly runs: readonly Run[];
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  readonly slicesStarted: readonly SliceStarted[];
  readonly slicesPlayed: readonly SlicePlayed[];
  readonly slicesEnded: readonly SliceEnded[];
  readonly visibility: readonly SliceVisibility[];
  readonly seen: readonly Seen[];
  readonly peaks: readonly PeakReached[];
  /** Absolute: replaces what is stored. */
  readonly watched: readonly WatchBanked[];
  readonly minutes: readonly MinuteClosed[];
  readonly engagements: readonly EngagementRow[];
  readonly polls: readonly PollRow[];
  /** What to add to the counts. */
  readonly engagementCounts: readonly EngagementCount[];
  /** What to add to the counts of a minute (start, ms). */
  readonly engagementMinutes: readonly {
    readonly scope: ScopeKey;
    readonly minute: number;
    readonly action: string;
    readonly count: number;
  }[];
  /** Where people are now, once at most for a session and attendee; null: in none. */
  readonly bubbles: readonly (Omit<BubbleMember, 'bubble'> & { readonly bubble: string | null })[];
  /** Replaces the one before; null: that one stays. */
  readonly snapshot: HistorySnapshot | null;
}

export interface Committed {
  /** How many attendees of the batch's `seen` were new to each scope and day. */
  readonly newUniques: readonly { readonly scope: ScopeKey; readonly day: number; readonly count: number }[];
}

export interface EngagementQuestion {
  readonly ids: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  readonly upvotes: readonly {
    readonly tenant: ScopeKey;
    readonly question: string;
    readonly attendee: string;
  }[];
  readonly polls: readonly { readonly session: ScopeKey; readonly poll: string }[];
}

/** What is stored of the ids, upvotes and polls asked for; what is not there is left out. */
export interface EngagementAnswer {
  readonly ids: readonly {
    readonly tenant: ScopeKey;
    readonly id: string;
    readonly attendee: string;
    readonly session: ScopeKey;
    readonly action: string;
  }[];
  readonly upvotes: readonly {
    readonly tenant: ScopeKey;
    readonly question: string;
    readonly attendee: string;
  }[];
  readonly polls: readonly PollRow[];
}

/** A slice as stored; `end`, `countedUntil`, `endedBy` are null while it is open. */
export interface SliceRow {
  readonly slice: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  /** Key of the attendee's row, for cursors. */
  readonly attendeeKey: number;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number | null;
  readonly countedUntil: number | null;
  readonly endedBy: EndedBy | null;
  readonly country: string;
  /** Advance of the playback position, not yet capped by the slice's length; null where no position was reported. */
  readonly playedMs: number | null;
}

export interface AttendeeRow {
  readonly attendeeKey: number;
  readonly attendee: string;
  readonly name: string | null;
  readonly email: string | null;
}

export interface StoredEngagement extends EngagementRow {
  /** Grows in log order. */
  readonly key: number;
}

/** Rows after `after` in the list's order; `from` inclusive, `to` exclusive, ms. */
export interface SliceFilter {
  readonly session: ScopeKey;
  readonly attendee?: string | undefined;
  readonly mode?: Mode | undefined;
  /** Slices that touch `[from, to)`: still open or ended at or after `from`, started before `to`. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly start: number; readonly slice: number } | undefined;
  readonly limit: number;
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

export interface MinuteFilter {
  readonly scope: ScopeKey;
  readonly track: Track;
  readonly from: number;
  readonly to: number;
}

/** A minute as stored: what live closed. */
export type MinuteRow = Omit<MinuteClosed, 'kind'>;

/** What a node needs to go on where the file ends. */
export interface Restored {
  /** Null in a new file. */
  readonly position: string | null;
  /** Time of the last entry in the file, ms; null in a new file. */
  readonly time: number | null;
  readonly organizations: readonly Organization[];
  readonly events: readonly Event[];
  readonly sessions: readonly Session[];
  /** The highest key and slice given so far, 0 in a new file. */
  readonly lastKey: ScopeKey;
  readonly lastSlice: number;
  /** Peaks since the scopes exist, and those of organizations on the UTC day of `time`. */
  readonly peaks: readonly Omit<PeakReached, 'kind'>[];
  /** Likewise the watch time of ended slices. */
  readonly watched: readonly Omit<WatchBanked, 'kind'>[];
  readonly uniques: readonly { readonly scope: ScopeKey; readonly day: number; readonly count: number }[];
  readonly engagementCounts: readonly EngagementCount[];
  readonly snapshot: HistorySnapshot | null;
  /** As of `position`. */
  readonly bubbles: readonly BubbleMember[];
  /** The last one. */
  readonly run: Run | null;
}

/** The file of record. One writer; queries run beside it and see what is committed. */
export interface History {
  /** Brings the file to the present schema and reads what a start needs. */
  open(): Promise<Restored>;
  commit(batch: HistoryBatch): Promise<Committed>;
  /** What the recorder must know of the past to decide engagements. */
  known(question: EngagementQuestion): Promise<EngagementAnswer>;
  /**
   * Ends every open slice at `time` (that of the last entry) with `endedBy: crash`, and gives them. They were counted at that
   * instant, so `countedUntil` is the millisecond after it, and so is the end of the run. Nobody is in a bubble any more, and
   * the snapshot, in which they are still present, is gone.
   */
  endOpenSlices(time: number): Promise<SliceRow[]>;
  runs(from: number, to: number): Promise<Run[]>;
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
  /** In order of start and slice. */
  slices(filter: SliceFilter): Promise<SliceRow[]>;
  /** All slices, of any session, counted at any instant of `[from, to)`, in order of start and slice. */
  slicesBetween(from: number, to: number): Promise<SliceRow[]>;
  /** All slices of the next `limit` attendees after `afterAttendee` (a key, 0 to begin), in order of attendee, start, slice. */
  slicesByAttendee(filter: { session: ScopeKey; afterAttendee: number; limit: number }): Promise<SliceRow[]>;
  attendees(keys: readonly number[]): Promise<AttendeeRow[]>;
  /** In order of time and key. */
  engagements(filter: EngagementFilter): Promise<StoredEngagement[]>;
  /** Engagements by attendee key and action in a session, for these attendees. */
  engagementsByAttendee(filter: {
    session: ScopeKey;
    attendees: readonly number[];
  }): Promise<{ attendeeKey: number; action: string; count: number }[]>;
  engagementTotals(filter: {
    session: ScopeKey;
    from?: number | undefined;
    to?: number | undefined;
  }): Promise<{ action: string; count: number }[]>;
  /**
   * Writes all that is committed at one moment into a new file, whole by itself. The writer goes on meanwhile. Rejects when
   * there is something at its path.
   */
  backup(toFile: string): Promise<void>;
  /** The result of SQLite's `integrity_check`, `ok` when sound. */
  integrity(): Promise<string>;
  close(): Promise<void>;
}
