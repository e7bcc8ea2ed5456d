import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { PurgeProgress } from '../../rows/purges.ts';

/** What is not kept any more. */
export interface HistoryPurges {
  /** Spans that touch `[from, to)` and in which figures of the scope cannot be counted again, in order of their start. */
  purged(filter: { scope: ScopeKey; from: number; to: number }): Promise<{ from: number; to: number }[]>;
  /** The last purge of each organization that had one. */
  purges(): Promise<PurgeProgress[]>;
}
