import type { DaySpan } from './day-range.ts';

/** What the process that makes a report is told. */
export interface Making {
  /** Path of the history. */
  readonly database: string;
  /** Where the files go. It must be there and empty. */
  readonly folder: string;
  readonly event: number;
  readonly code: string;
  readonly timeZone: string;
  readonly span: DaySpan;
}

/** What it tells. */
export type MakingNews =
  | { readonly kind: 'progress'; readonly done: number }
  /** Log time up to which the files have everything, ms. */
  | { readonly kind: 'made'; readonly through: number }
  /** `reason`: for whoever asked; undefined: nothing that could help them. */
  | { readonly kind: 'failed'; readonly reason?: string; readonly error: string };
