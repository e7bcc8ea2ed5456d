import type { Report } from '../reports.ts';

/** What a node has made of a report. */
export interface ReportSettled {
  readonly kind: 'reportSettled';
  readonly id: string;
  readonly node: string;
  /** Why it failed; null: its files were made. */
  readonly failure: string | null;
  readonly at: number;
}

export type ReportEffect =
  | { readonly kind: 'reportPut'; readonly report: Report }
  | { readonly kind: 'reportDeleted'; readonly id: string }
  | ReportSettled;
