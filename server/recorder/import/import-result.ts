import type {
  BackfilledWatch,
  Committed,
  EngagementCount,
  HistoryBatch,
  Restored,
  Span,
} from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import type { ImportKind } from '../../live/import-lines.ts';
import type { ErrorCode } from '../../protocol/error-codes.ts';

/** A line that was left out because of what came between the check and the last entry. */
export interface ImportConflict {
  readonly line: number;
  readonly id: string;
  readonly code: ErrorCode;
}

/** What an import did, as it is answered. */
export interface ImportSummary {
  /** Lines that were not blank. */
  readonly lines: number;
  readonly applied: Readonly<Record<ImportKind, number>>;
  /** Lines that changed nothing, since all of them was there already. */
  readonly repeated: number;
  readonly conflicts: readonly ImportConflict[];
  /** Log time of the last entry, ms. */
  readonly dataThrough: number;
}

/** What is to be known of an import once it is committed. */
export interface ImportResult {
  readonly newUniques: readonly Committed['newUniques'][number][];
  readonly engagementCounts: readonly EngagementCount[];
  readonly peaks: Restored['peaks'];
  readonly backfilledWatch: readonly BackfilledWatch[];
  /** Whose figures have changed. */
  readonly scopes: readonly ScopeKey[];
  /** In which figures have been counted anew. */
  readonly spans: readonly Span[];
  /** In which minutes there was engagement. */
  readonly engagementMinutes: HistoryBatch['engagementMinutes'];
}
