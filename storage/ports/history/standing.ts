import type { ScopeKey } from '../../../server/live/catalogue.ts';

/** Where the counts of a scope stand. */
export interface HistoryStanding {
  /** The highest concurrency of a scope; undefined where nobody ever was. */
  peak(scope: ScopeKey): Promise<{ value: number; at: number } | undefined>;
  /** Watch time of ended slices of a session or event as it was told, ms, and the number of its attendees. */
  standing(scope: ScopeKey): Promise<{ watchMs: number; liveWatchMs: number; uniques: number }>;
  /** How often each action was counted in a scope since it exists, in order of name. */
  engagementCounts(scope: ScopeKey): Promise<{ action: string; count: number }[]>;
  /** Distinct attendees counted in an organization on any of the UTC days `[fromDay, toDay)`; in other scopes on day 0, ever. */
  seen(filter: { scope: ScopeKey; fromDay: number; toDay: number }): Promise<number>;
}
