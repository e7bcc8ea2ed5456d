import type { PurgeProgress } from '../../rows/purges.ts';
import type { ScopeSpan, Span } from '../../rows/spans.ts';

/** What is not kept any more. */
export interface HistoryPurges {
  /** Spans that touch `[from, to)` and in which figures of the scope cannot be counted again, in order of their start. */
  purged(filter: ScopeSpan): Promise<Span[]>;
  /** The last purge of each organization that had one. */
  purges(): Promise<PurgeProgress[]>;
}
