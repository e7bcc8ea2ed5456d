export interface ModeTotals {
  readonly attendees: number;
  readonly views: number;
  /** Attendees with any watch time. */
  readonly watchers: number;
  readonly watchMs: number;
  readonly engagedMinutes: number;
}

/** Sums over the attendance in a session or event. */
export interface ScopeSums {
  readonly attendees: number;
  /** Attendees with any watch time, in whichever mode. */
  readonly watchers: number;
  readonly live: ModeTotals;
  readonly onDemand: ModeTotals;
}

export interface ScopeTotals extends ScopeSums {
  readonly countries: readonly { readonly country: string; readonly attendees: number }[];
}
