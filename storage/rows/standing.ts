import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { Mode } from '../../server/protocol/client-messages.ts';

/** The highest concurrency, and when it was first reached, ms. */
export interface Peak {
  readonly value: number;
  readonly at: number;
}

/** Watch time of ended slices as it was told, ms, and the number of attendees. */
export interface Standing {
  readonly watchMs: number;
  readonly liveWatchMs: number;
  readonly uniques: number;
}

/** Attendees of any of these sessions or events; in a mode of sessions only. */
export interface SeenInAnyFilter {
  readonly scopes: readonly ScopeKey[];
  readonly mode?: Mode | undefined;
}

/** UTC days `[fromDay, toDay)` of an organization; of other scopes day 0. */
export interface SeenFilter {
  readonly scope: ScopeKey;
  readonly fromDay: number;
  readonly toDay: number;
}
