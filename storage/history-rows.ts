import type { RecountedMinute } from '../server/figures/recount/recount.ts';
import type { ApiKey } from '../server/live/api-keys.ts';
import type { Block } from '../server/live/blocks.ts';
import type { Event, Organization, Retention, ScopeKey, Session } from '../server/live/catalogue.ts';
import type { Actor, Idempotency } from '../server/live/changes.ts';
import type {
  Deleted,
  EndedBy,
  Erased,
  ImportPart,
  MinuteClosed,
  PeakReached,
  Purged,
  Seen,
  SliceEnded,
  SlicePlayed,
  SliceStarted,
  SliceVisibility,
  Track,
  WatchBanked,
} from '../server/live/effects.ts';
import type { SliceLine } from '../server/live/import-lines.ts';
import type { KeyUse } from '../server/live/keeping.ts';
import type { Tombstone } from '../server/live/tombstones.ts';
import type { Mode, Role } from '../server/protocol/client-messages.ts';
import type {
  AttendeePut,
  KnownAttendee,
  KnownRegistration,
  RegistrationName,
  RegistrationPut,
} from './people-rows.ts';

/** A span in which the log was alive without a standstill: the times of its first and last entry, ms. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

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

/** Who changed, kicked, erased or exported what. */
export interface AuditRow {
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  readonly actor: Actor;
  readonly action: string;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly at: number;
}

export interface StoredAudit extends Omit<AuditRow, 'tenant' | 'actor'> {
  /** Grows in log order. */
  readonly key: number;
  /** Attendee id of the token, or `key:<id>`. */
  readonly actor: string;
  readonly role: Role;
}

/** Rows before `before`; `from` inclusive, `to` exclusive, ms. */
export interface AuditFilter {
  readonly tenant: ScopeKey;
  readonly organizations: readonly ScopeKey[];
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly target?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly before?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
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

/** `from` inclusive, `to` exclusive, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A slice that an import brought: it was counted until its end. */
export interface ImportedSlice extends Omit<SliceLine, 'kind' | 'line' | 'session'> {
  readonly slice: number;
  readonly tenant: ScopeKey;
  /** For whom nobody has named before. */
  readonly organization: ScopeKey;
  readonly session: ScopeKey;
}

/** What an import was answered. */
export interface ImportAnswer {
  /** Its id. */
  readonly import: string;
  readonly at: number;
  /** Of its body; null for a request without a key. */
  readonly digest: string | null;
  /** JSON. */
  readonly answer: unknown;
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

/** How far the last purge of an organization has come. Times in ms. */
export interface PurgeProgress {
  readonly organization: ScopeKey;
  readonly scope: Retention['scope'];
  /** The horizon: what is older goes. */
  readonly before: number;
  readonly startedAt: number;
  /** Null while parts of it are still to be done. */
  readonly doneAt: number | null;
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
  /** One for each slice that ended, in the same order. */
  readonly attendance: readonly (SliceAttendance & {
    readonly tenant: ScopeKey;
    readonly attendee: string;
  })[];
  /** Sessions whose past has changed. */
  readonly stale: readonly ScopeKey[];
  readonly visibility: readonly SliceVisibility[];
  readonly seen: readonly Seen[];
  readonly peaks: readonly PeakReached[];
  /** Absolute: replaces what is stored. */
  readonly watched: readonly WatchBanked[];
  readonly minutes: readonly MinuteClosed[];
  readonly engagements: readonly EngagementRow[];
  readonly polls: readonly PollRow[];
  /** What goes, after all else has been written. In log order: what hangs on something before that. */
  readonly deleted: readonly Deleted[];
  /** In log order; of an attendee who comes twice the last one stands. */
  readonly attendees: readonly AttendeePut[];
  /** In log order; of one that comes twice the last stands. */
  readonly registrations: readonly RegistrationPut[];
  readonly audit: readonly AuditRow[];
  /** Parts of imports that wait for the last entry, and what waits no more. */
  readonly importParts: readonly ImportPart[];
  /** Ids of imports. */
  readonly importsGone: readonly string[];
  readonly slicesImported: readonly ImportedSlice[];
  /** Replace what is stored, but for the connections. */
  readonly minutesRecounted: readonly RecountedMinute[];
  /** In which a scope is known although no log ran. */
  readonly backfilled: readonly (Span & { readonly scope: ScopeKey })[];
  readonly backfilledWatch: readonly BackfilledWatch[];
  readonly importAnswers: readonly (Omit<ImportAnswer, 'digest'> & {
    readonly organization: ScopeKey;
    readonly idempotency: Idempotency | undefined;
    /** Answers of before are kept no longer, ms. */
    readonly forgetBefore: number;
  })[];
  /**
   * In log order; done before all else that the batch writes, which has the pseudonym already wherever it stood before the
   * erasure in the log.
   */
  readonly erasures: readonly Erased[];
  readonly keysMade: readonly ApiKey[];
  readonly keysUsed: readonly (KeyUse & { readonly tenant: ScopeKey })[];
  /** Ids. */
  readonly keysDeleted: readonly string[];
  /**
   * One at most, done after all else that the batch writes: a part of a purge, which begins where the organization's last one
   * has come to.
   */
  readonly purges: readonly Purged[];
  /** In log order: of one attendee and scope the last one stands. */
  readonly blocks: readonly Block[];
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

/** Attendance of one attendee in one mode. */
export interface ModeAttendance {
  /** Was counted at some instant. */
  readonly isCounted: boolean;
  readonly watchMs: number;
  readonly engagedMinutes: number;
  /** 0 or 1 in a session; in an event the sum over its sessions. */
  readonly views: number;
  /** Number of the last UTC minute that is in `engagedMinutes`; -1: none. Of sessions only. */
  readonly lastMinute: number;
}

/** What the ended slices of one attendee in a session or an event give. Times in ms. */
export interface Attendance {
  /** Of the slice that began first. */
  readonly firstAt: number;
  readonly firstSlice: number;
  readonly country: string;
  readonly lastAt: number;
  readonly slices: number;
  readonly live: ModeAttendance;
  readonly onDemand: ModeAttendance;
}

export interface AttendanceRow extends Attendance {
  readonly scope: ScopeKey;
  readonly attendeeKey: number;
}

/** The minutes of a UTC hour (number since the epoch) in which an attendee was in an event: 30 bits each. */
export interface ActiveHour {
  readonly event: ScopeKey;
  readonly attendeeKey: number;
  readonly hour: number;
  readonly liveLow: number;
  readonly liveHigh: number;
  readonly onDemandLow: number;
  readonly onDemandHigh: number;
}

/** What a slice gives its attendee's attendance. Times in ms. */
export interface SliceAttendance {
  readonly session: ScopeKey;
  readonly event: ScopeKey;
  readonly slice: number;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
  readonly country: string;
  readonly isCounted: boolean;
  readonly watchMs: number;
  /** So much watch time in the session makes a view. */
  readonly viewMs: number;
  /** Numbers of the first and last UTC minute of each part that counts for engaged minutes. */
  readonly minutes: readonly (readonly [first: number, last: number])[];
}

export interface ModeTotals {
  readonly attendees: number;
  readonly views: number;
  /** Attendees with any watch time. */
  readonly watchers: number;
  readonly watchMs: number;
  readonly engagedMinutes: number;
}

/** Sums over the attendance in a session or event. */
export interface ScopeTotals {
  readonly attendees: number;
  readonly live: ModeTotals;
  readonly onDemand: ModeTotals;
  readonly countries: readonly { readonly country: string; readonly attendees: number }[];
}

/** Attendance of some attendees of an event, all of it, in place of what is stored of them. */
export interface AttendanceReplaced {
  readonly event: ScopeKey;
  /** Something of the event has been purged: it keeps what it has, and only its sessions change. */
  readonly keepsEvent: boolean;
  /** All sessions of the event. */
  readonly sessions: readonly ScopeKey[];
  readonly attendees: readonly number[];
  /** In order of start and slice. */
  readonly slices: readonly (SliceAttendance & { readonly attendeeKey: number })[];
  /** Whose attendance is computed anew, and as far as which attendee that is done (null: it is done); null: nobody's. */
  readonly stale: { readonly session: ScopeKey; readonly afterAttendee: number | null } | null;
}

/** Attendance in a session or an event. */
export interface AttendanceFilter {
  readonly scope: ScopeKey;
  /** The event itself where that is the scope; null: of a session. */
  readonly event: ScopeKey | null;
  /** Those that count in the scope. */
  readonly sessions: readonly ScopeKey[];
}

export interface AttendancePage extends AttendanceFilter {
  readonly afterAttendee: number;
  readonly limit: number;
}

export interface AttendanceOf extends AttendanceFilter {
  /** Keys. */
  readonly attendees: readonly number[];
}

/** Open slices, and what is stored of the ended ones of the same attendees. */
export interface OpenAttendance {
  /** In order of attendee, start, slice. */
  readonly slices: readonly SliceRow[];
  /** In the sessions and the event. */
  readonly rows: readonly AttendanceRow[];
  readonly hours: readonly ActiveHour[];
}

export interface AttendanceNow {
  /** Of ended slices, in order of attendee. */
  readonly rows: readonly AttendanceRow[];
  readonly open: OpenAttendance;
}

/** A session whose past has changed: attendance of attendees after this one is to be computed anew from slices. */
export interface StaleAttendance {
  readonly session: ScopeKey;
  readonly afterAttendee: number;
}

export interface Committed {
  /** How many attendees of the batch's `seen` were new to each scope and day. */
  readonly newUniques: readonly { readonly scope: ScopeKey; readonly day: number; readonly count: number }[];
}

/** Watch time of imported slices of a session, to be added: since it exists (day 0), or on a UTC day. */
export interface BackfilledWatch {
  readonly session: ScopeKey;
  readonly day: number;
  readonly ms: number;
  /** Of mode live, from while nobody had said when the session was live; not in `ms`. */
  readonly uncutMs: number;
}

export interface PastQuestion {
  readonly ids: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  readonly upvotes: readonly {
    readonly tenant: ScopeKey;
    readonly question: string;
    readonly attendee: string;
  }[];
  readonly polls: readonly { readonly session: ScopeKey; readonly poll: string }[];
  readonly attendees: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  /** Ids that imports gave to slices. */
  readonly slices: readonly { readonly tenant: ScopeKey; readonly id: string }[];
  readonly registrations: readonly RegistrationName[];
}

/** An id that an import gave to a slice. */
export interface KnownSlice {
  readonly tenant: ScopeKey;
  readonly id: string;
  /** Null where the slice is not kept any more. */
  readonly row: SliceRow | null;
}

/** What is stored of the ids, upvotes, polls, attendees and registrations asked for; what is not there is left out. */
export interface PastAnswer {
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
  readonly attendees: readonly KnownAttendee[];
  readonly slices: readonly KnownSlice[];
  readonly registrations: readonly KnownRegistration[];
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
  /** Of an imported one. */
  readonly clientId?: string | null;
}

export interface StoredEngagement extends Omit<EngagementRow, 'organization'> {
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

/** Slices of some sessions: those that were counted at `from` or until just then, or those that began in `[from, to)`. */
export interface SlicesOfSessions extends Span {
  readonly sessions: readonly ScopeKey[];
  readonly which: 'standing' | 'begun';
}

/** A presence that others of the same attendee, session and mode may overlap. */
export interface PresenceQuestion {
  readonly tenant: ScopeKey;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly mode: Mode;
  readonly start: number;
  readonly end: number;
}

/** Sessions, and a span `[from, to)`, ms. */
export interface SpanFilter {
  readonly sessions: readonly ScopeKey[];
  readonly from: number;
  readonly to: number;
}

/** A page of the slices of a span, of attendees up to a key. */
export interface SpanSlicesFilter extends SpanFilter {
  /** The row that the page before ended with; an attendee before the first one begins. */
  readonly after: Pick<SliceRow, 'attendeeKey' | 'start' | 'slice'>;
  readonly throughAttendee: number;
  readonly limit: number;
}

/** The first start, the latest end and when the last one left the count, ms; both null while somebody is present. */
export interface Extent {
  readonly start: number;
  readonly end: number | null;
  readonly countedUntil: number | null;
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

/** An engagement with the name of its author. */
export interface TalkRow extends StoredEngagement {
  readonly attendeeKey: number;
  readonly name: string | null;
}

/** What was done in any of the sessions, in order of time and key; `from` inclusive, `to` exclusive, ms. */
export interface TalkFilter {
  readonly sessions: readonly ScopeKey[];
  readonly actions: readonly string[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly after?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
}

/** What refers to messages or questions (`data.message`, `data.question`) by these ids. */
export interface TalkReferenceFilter {
  readonly sessions: readonly ScopeKey[];
  readonly actions: readonly string[];
  readonly ids: readonly string[];
}

/** How often something was referred to, by how many attendees; reactions apart by their kind. */
export interface TalkCount {
  readonly action: string;
  readonly reference: string;
  readonly reaction: string | null;
  readonly count: number;
  readonly attendees: number;
}

/** The last answer of each attendee to a poll within `[from, to)`, in order of time and key. */
export interface PollAnswersFilter extends Omit<TalkFilter, 'sessions' | 'actions'> {
  readonly session: ScopeKey;
  readonly poll: string;
}

export interface MinuteFilter {
  readonly scope: ScopeKey;
  readonly track: Track;
  readonly from: number;
  readonly to: number;
}

/** The figures of an hour or a UTC day of a scope and track, once it has closed. */
export interface RollUpRow {
  readonly scope: ScopeKey;
  readonly track: Track;
  /** Start of the step, ms. */
  readonly start: number;
  readonly peak: number;
  /** Null while the peak is 0. */
  readonly peakAt: number | null;
  readonly minimum: number;
  /** Attendee-milliseconds, and ms in which the log was alive. */
  readonly area: number;
  readonly covered: number;
  readonly joins: number;
  readonly leaves: number;
  readonly uniques: number;
  readonly connections: number | null;
  /** By action; null for a single mode. */
  readonly engagement: Readonly<Record<string, number>> | null;
}

export type RollUpStep = 'hour' | 'day';

/** All steps that begin in `[since, through)` are kept; one without a row had nobody and nothing. */
export interface Rolled {
  readonly since: number;
  readonly through: number;
}

export interface RollUpWritten {
  readonly step: RollUpStep;
  readonly start: number;
  /** All there are: their rows of the step are replaced. */
  readonly scopes: readonly ScopeKey[];
  readonly rows: readonly RollUpRow[];
  readonly rolled: Rolled;
}

/** Figures that were counted from slices or engagements anew. */
export interface Recounted {
  readonly minutes?: readonly Omit<MinuteRow, 'connections'>[];
  readonly seen?: readonly { readonly scope: ScopeKey; readonly day: number; readonly attendeeKey: number }[];
  readonly peaks?: readonly Omit<PeakReached, 'kind'>[];
  readonly watched?: readonly Omit<WatchBanked, 'kind'>[];
  readonly engagementCounts?: readonly EngagementCount[];
  readonly engagementMinutes?: HistoryBatch['engagementMinutes'];
  readonly attendeeEngagements?: readonly {
    readonly session: ScopeKey;
    readonly attendee: string;
    readonly tenant: ScopeKey;
    readonly action: string;
    readonly count: number;
  }[];
}

/** How many rows of a table were not what was counted anew, and had to go, to come or to change. */
export interface TableDifference {
  readonly table: string;
  readonly rows: number;
}

export interface RollUpFilter extends MinuteFilter {
  readonly step: RollUpStep;
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
  readonly backfilledWatch: readonly BackfilledWatch[];
  readonly tombstones: readonly Tombstone[];
  readonly snapshot: HistorySnapshot | null;
  readonly keys: readonly ApiKey[];
  /** Those that are not over at `time`. */
  readonly blocks: readonly Block[];
  /** As of `position`. */
  readonly bubbles: readonly BubbleMember[];
  /** The last one. */
  readonly run: Run | null;
}
