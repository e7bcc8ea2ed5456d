import type { Report } from '../../server/live/reports.ts';

/** A report with what came of it. */
export interface StoredReport extends Report {
  /** Log time, ms, at which its files were first made or given up; null: not yet. */
  readonly settledAt: number | null;
  /** The node that did so. */
  readonly settledBy: string | null;
  /** Why they could not be made. */
  readonly failure: string | null;
}

export interface ReportPage {
  /** Keys of organizations. */
  readonly organizations: readonly number[];
  /** Only of this one. */
  readonly event?: number | undefined;
  /** Those that have not expired, ms. */
  readonly now: number;
  readonly after?: { readonly createdAt: number; readonly id: string } | undefined;
  readonly limit: number;
}
