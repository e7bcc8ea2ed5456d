import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { BackfilledWatch, ImportAnswer, PresenceQuestion } from '../../rows/imports.ts';
import type { SliceRow } from '../../rows/slices.ts';
import type { ScopeSpan, Span } from '../../rows/spans.ts';

/** What imports brought. */
export interface HistoryImports {
  /**
   * Spans in which an import made a scope known, as far as they overlap `[from, to)`; they may overlap one another. One without
   * length lies in an hour to which it added engagements only.
   */
  backfilled(filter: ScopeSpan): Promise<Span[]>;
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
}
