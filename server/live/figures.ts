import type { Mode, VisibilityState } from '../protocol/client-messages.ts';
import type { ScopeState } from './scope-state.ts';
import type { Instant, MinuteStart } from './track.ts';

/** The figures of a scope that live knows; uniques and engagement since it exists are the recorder's. Times in ms. */
export interface LiveFigures {
  readonly concurrent: number;
  readonly connections: number;
  readonly peak: { readonly value: number; readonly at: number | null };
  readonly minute: {
    readonly start: number;
    readonly peak: number;
    readonly minimum: number;
    readonly average: number;
    readonly joins: number;
    readonly leaves: number;
    readonly uniques: number;
  };
  readonly watchMs: number;
  readonly byMode: Record<Mode, number>;
  /** The ten largest, ties by code, and `other`. */
  readonly byCountry: Record<string, number>;
  readonly visibility: Record<VisibilityState, number>;
}

const TOP_COUNTRIES = 10;

function topCountries(countries: ReadonlyMap<string, number>): Record<string, number> {
  const sorted = [...countries].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const top = Object.fromEntries(sorted.slice(0, TOP_COUNTRIES));
  const other = sorted.slice(TOP_COUNTRIES).reduce((sum, [, count]) => sum + count, 0);
  return other > 0 ? { ...top, other } : top;
}

/** A covered time of zero has no average of its own: then it is what stands. */
export function averageOf(area: number, covered: number, standing: number): number {
  return covered > 0 ? area / covered : standing;
}

export function figuresOf(scope: ScopeState, now: Instant, minuteStart: MinuteStart): LiveFigures {
  const [all, live, onDemand] = scope.tracks;
  const { peak, minimum, joins, leaves, uniques, area, covered } = all.minute(minuteStart, now.covered);
  return {
    concurrent: all.count,
    connections: scope.connections,
    peak: { value: scope.peak, at: scope.peakAt },
    minute: {
      start: minuteStart.time,
      peak,
      minimum,
      average: averageOf(area, covered, all.count),
      joins,
      leaves,
      uniques,
    },
    watchMs: scope.watch.at(now.time),
    byMode: { live: live.count, onDemand: onDemand.count },
    byCountry: topCountries(scope.countries),
    visibility: { ...scope.visibility },
  };
}
