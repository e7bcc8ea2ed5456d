import type { ReportPage, StoredReport } from '../../rows/reports.ts';

/** Reports that were asked for. Those that have expired may be there still. */
export interface HistoryReports {
  report(id: string): Promise<StoredReport | undefined>;
  /** In the order in which they were asked for. */
  reports(page: ReportPage): Promise<StoredReport[]>;
  /** How many of an organization's own events have not expired. */
  countReports(of: { readonly organization: number; readonly now: number }): Promise<number>;
  /** Of which nobody has said what came of them, and which have not expired. */
  unsettledReports(now: number): Promise<StoredReport[]>;
  /**
   * Files made of the history as it was before this log time, ms, may hold what has been erased, purged or deleted since; 0: of
   * the tenant nothing has.
   */
  filesVoidBefore(tenant: number): Promise<number>;
}
