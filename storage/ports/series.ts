import type { KeptStep } from '../../server/figures/steps.ts';
import type { Mode, ScopeKind } from '../../server/protocol/client-messages.ts';

/** What a time series is of. All are strings, as labels of Redis are; ids hold no character that its filters cannot take. */
export interface SeriesLabels {
  /** Id of the root organization. */
  readonly tenant: string;
  /** The organization itself, or the one that the event or session belongs to. */
  readonly organization: string;
  /** The event itself, or that of the session. */
  readonly event?: string;
  readonly session?: string;
  /** Which of the three it is of; a session's event and organization are only where it belongs. */
  readonly scopeKind: ScopeKind;
  /** `peak`, `peakAt`, `minimum`, `average`, `joins`, `leaves`, `uniques` or `engagement:<action>`. */
  readonly metric: string;
  readonly mode: 'all' | Mode;
  readonly step: KeptStep;
}

/** The value of a closed minute, hour or day (UTC) of one time series. A step in which nothing was has no sample. */
export interface Sample {
  readonly labels: SeriesLabels;
  /** Start of the step, ms. */
  readonly time: number;
  readonly value: number;
}

export interface SeriesQuery {
  /** Every label given must match, where there is a list one of its values. */
  readonly where: Readonly<Partial<Record<keyof SeriesLabels, string | readonly string[]>>>;
  /** `from` inclusive, `to` exclusive, ms. */
  readonly from: number;
  readonly to: number;
  /** Series with the same value of this label are reduced into one; without it each series stands alone. */
  readonly groupBy?: keyof SeriesLabels;
  /** @default 'sum' */
  readonly reduce?: 'sum' | 'max' | 'min';
}

export interface SeriesResult {
  /** All labels of the series; of a group the one that it was made by. */
  readonly labels: Readonly<Partial<SeriesLabels>>;
  readonly samples: readonly (readonly [time: number, value: number])[];
}

/** Closed steps by label, for questions across scopes. Series without a sample in the span are left out. */
export interface SeriesReader {
  query(query: SeriesQuery): Promise<SeriesResult[]>;
}

/** Every step that ended after `since` and not after `through`, ms, has been written. */
export interface SeriesHeld {
  readonly since: number;
  readonly through: number;
}

/** Time series of their own beside the file. Values are absolute: writing one again replaces it. */
export interface Series extends SeriesReader {
  /** What was written and is still kept; null when nothing is known of it. */
  held(): Promise<SeriesHeld | null>;
  /** Says what has been written. */
  hold(held: SeriesHeld): Promise<void>;
  write(samples: readonly Sample[]): Promise<void>;
  remove(samples: readonly Pick<Sample, 'labels' | 'time'>[]): Promise<void>;
  /** Removes the series with these labels whole. */
  forget(where: SeriesQuery['where']): Promise<void>;
  /** Removes what the series with these labels have of before a time, ms. */
  forgetBefore(where: SeriesQuery['where'], time: number): Promise<void>;
  close(): Promise<void>;
}
