import type { AlertRule, LastAlert } from '../../server/live/alerts/rule.ts';
import type { ApiKey } from '../../server/live/api-keys.ts';
import type { Block } from '../../server/live/blocks.ts';
import type { Event, Organization, ScopeKey, Session } from '../../server/live/catalogue.ts';
import type { PeakReached, WatchBanked } from '../../server/live/effects.ts';
import type { WebhookEndpoint } from '../../server/live/endpoints.ts';
import type { ToldOnce } from '../../server/live/told.ts';
import type { Tombstone } from '../../server/live/tombstones.ts';
import type { EngagementCount } from './engagements.ts';
import type { BackfilledWatch } from './imports.ts';
import type { Run } from './spans.ts';
import type { BubbleMember } from './talk.ts';

/** The state of live after an entry: what a replica goes on with, so that it need not read the whole log. */
export interface HistorySnapshot {
  /** Of the text's shape: another one cannot be read. */
  readonly version: number;
  /** Position and time of the last entry that it covers, not after those of the file. */
  readonly position: string;
  readonly time: number;
  readonly text: string;
}

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
  readonly endpoints: readonly WebhookEndpoint[];
  readonly told: readonly ToldOnce[];
  readonly alertRules: readonly AlertRule[];
  /** Of each rule the last one that it raised, where there is any. */
  readonly lastAlerts: readonly LastAlert[];
  /** Those that are not over at `time`. */
  readonly blocks: readonly Block[];
  /** As of `position`. */
  readonly bubbles: readonly BubbleMember[];
  /** The last one. */
  readonly run: Run | null;
}
