import type { RecountedMinute } from '../../server/figures/recount/recount.ts';
import type { ApiKey } from '../../server/live/api-keys.ts';
import type { Block } from '../../server/live/blocks.ts';
import type { Event, Organization, ScopeKey, Session } from '../../server/live/catalogue.ts';
import type { Idempotency } from '../../server/live/changes.ts';
import type {
  AlertEffect,
  Deleted,
  Erased,
  ImportPart,
  MinuteClosed,
  PeakReached,
  Purged,
  ReportSettled,
  Seen,
  SliceEnded,
  SlicePlayed,
  SliceStarted,
  SliceVisibility,
  WatchBanked,
} from '../../server/live/effects.ts';
import type { KeyUse } from '../../server/live/keeping.ts';
import type { Report } from '../../server/live/reports.ts';
import type { SliceAttendance } from './attendance.ts';
import type { AuditRow } from './audit.ts';
import type { EngagementCount, EngagementMinute, EngagementRow } from './engagements.ts';
import type { BackfilledWatch, ImportAnswer, ImportedSlice } from './imports.ts';
import type { AttendeePut } from './people.ts';
import type { RegistrationPut, TicketName } from './registrations.ts';
import type { HistorySnapshot } from './restored.ts';
import type { Run, ScopeSpan } from './spans.ts';
import type { BubbleMember, PollRow } from './talk.ts';
import type { WebhookWrite } from './webhooks.ts';

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
  /** In log order: each is written upon what those before have left. */
  readonly webhooks: readonly WebhookWrite[];
  /** Rules of alerts, and what they raised; in log order, too. */
  readonly alerts: readonly AlertEffect[];
  readonly polls: readonly PollRow[];
  /** What goes, after all else has been written. In log order: what hangs on something before that. */
  readonly deleted: readonly Deleted[];
  /** In log order; of an attendee who comes twice the last one stands. */
  readonly attendees: readonly AttendeePut[];
  /** In log order; of one that comes twice the last stands. */
  readonly registrations: readonly RegistrationPut[];
  /** In log order; an erasure leaves them as they are. */
  readonly tickets: readonly TicketName[];
  readonly audit: readonly AuditRow[];
  /** Parts of imports that wait for the last entry, and what waits no more. */
  readonly importParts: readonly ImportPart[];
  /** Ids of imports, of which the batch has only parts that came later. */
  readonly importsGone: readonly string[];
  readonly slicesImported: readonly ImportedSlice[];
  /** Replace what is stored, but for the connections. */
  readonly minutesRecounted: readonly RecountedMinute[];
  /** In which a scope is known although no log ran. */
  readonly backfilled: readonly ScopeSpan[];
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
  readonly reportsPut: readonly Report[];
  readonly reportsSettled: readonly ReportSettled[];
  /** Ids. */
  readonly reportsDeleted: readonly string[];
  /**
   * One at most, done after all else that the batch writes: a part of a purge, which begins where the organization's last one
   * has come to.
   */
  readonly purges: readonly Purged[];
  /** In log order: of one attendee and scope the last one stands. */
  readonly blocks: readonly Block[];
  /** What to add to the counts. */
  readonly engagementCounts: readonly EngagementCount[];
  /** What to add to the counts of a minute. */
  readonly engagementMinutes: readonly (EngagementMinute & { readonly scope: ScopeKey })[];
  /** Where people are now, once at most for a session and attendee; null: in none. */
  readonly bubbles: readonly (Omit<BubbleMember, 'bubble'> & { readonly bubble: string | null })[];
  /** Replaces the one before; null: that one stays. */
  readonly snapshot: HistorySnapshot | null;
}

export interface Committed {
  /** How many attendees of the batch's `seen` were new to each scope and day. */
  readonly newUniques: readonly { readonly scope: ScopeKey; readonly day: number; readonly count: number }[];
}
