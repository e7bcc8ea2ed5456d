import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { Track } from '../../server/live/effects.ts';
import type { MinuteFilter } from './minutes.ts';

/** The figures of an hour or a UTC day of a scope and track, once it has closed. */
export interface RollUpRow {
  readonly scope: ScopeKey;
  readonly track: Track;
  /** Start of the step, ms. */
  readonly start: number;
  readonly peak: number;
  /** Null while the peak is 0. */
  readonly peakAt: number | null;
  readonly minimum: number;
  /** Attendee-milliseconds, and ms in which the log was alive. */
  readonly area: number;
  readonly covered: number;
  readonly joins: number;
  readonly leaves: number;
  readonly uniques: number;
  readonly connections: number | null;
  /** By action; null for a single mode. */
  readonly engagement: Readonly<Record<string, number>> | null;
}

export type RollUpStep = 'hour' | 'day';

/** All steps that begin in `[since, through)` are kept; one without a row had nobody and nothing. */
export interface Rolled {
  readonly since: number;
  readonly through: number;
}

export interface RollUpWritten {
  readonly step: RollUpStep;
  readonly start: number;
  /** All there are: their rows of the step are replaced. */
  readonly scopes: readonly ScopeKey[];
  readonly rows: readonly RollUpRow[];
  readonly rolled: Rolled;
}

export interface RollUpFilter extends MinuteFilter {
  readonly step: RollUpStep;
}
