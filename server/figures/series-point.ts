import type { History, MinuteRow } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Track } from '../live/effects.ts';
import type { Live } from '../live/live.ts';
import type { Step } from './steps.ts';

export interface SeriesQuestion {
  /** Undefined: a scope that does not exist yet. */
  readonly scope: ScopeKey | undefined;
  readonly track: Track;
  readonly from: number;
  readonly to: number;
  readonly step: Step;
  readonly timeZone: string;
}

/** One step; all null when the log had no sign of life in it. Times in ms. */
export interface SeriesPoint {
  readonly start: number;
  readonly peak: number | null;
  readonly peakAt: number | null;
  readonly average: number | null;
  readonly minimum: number | null;
  readonly joins: number | null;
  readonly leaves: number | null;
  readonly uniques: number | null;
  /** At the end of the last minute that knows; kept in time series only. Null for a single mode and for seconds. */
  readonly connections: number | null;
  /** Null as well for a single mode: engagement has none. */
  readonly engagement: Readonly<Record<string, number>> | null;
}

export interface SeriesParts {
  readonly history: History;
  readonly live: Live;
  /** Minutes that have closed but are not in the file yet. */
  readonly uncommitted: () => readonly MinuteRow[];
  /** Log time, ms. */
  readonly now: () => number;
}

/** The figures of a step without a sign of life. */
export const EMPTY = {
  peak: null,
  peakAt: null,
  average: null,
  minimum: null,
  joins: null,
  leaves: null,
  uniques: null,
  connections: null,
  engagement: null,
};

export const MODES = { 0: undefined, 1: 'live', 2: 'onDemand' } as const;
