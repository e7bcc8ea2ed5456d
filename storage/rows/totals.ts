export interface ModeTotals {
  readonly attendees: number;
  readonly views: number;
  /** Attendees with any watch time. */
  readonly watchers: number;
  readonly watchMs: number;
  readonly engagedMinutes: number;
}

/** Sums over the attendance in a session or event. */
export interface ScopeTotals {
  readonly attendees: number;
  readonly live: ModeTotals;
  readonly onDemand: ModeTotals;
  readonly countries: readonly { readonly country: string; readonly attendees: number }[];
}
