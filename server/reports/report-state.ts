/** How far a report is on this node. */
export type ReportState =
  | { readonly status: 'queued' }
  /** `progress`: from 0 to 1. */
  | { readonly status: 'running'; readonly progress: number }
  | { readonly status: 'ready' }
  /** `reason`: in words for whoever asked. */
  | { readonly status: 'failed'; readonly reason: string };
