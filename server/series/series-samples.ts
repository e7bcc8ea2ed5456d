import type { Sample, SeriesLabels } from '../../storage/types.ts';
import type { SeriesPoint } from '../figures/series-point.ts';
import type { KeptStep } from '../figures/steps.ts';
import type { Track } from '../live/effects.ts';
import type { SeriesScope } from './series-scopes.ts';

export const CONNECTIONS = 'connections';

export const FIGURES = [
  'peak',
  'peakAt',
  'minimum',
  'average',
  'joins',
  'leaves',
  'uniques',
  CONNECTIONS,
] as const;

export const SERIES_MODES = ['all', 'live', 'onDemand'] as const satisfies readonly SeriesLabels['mode'][];

export const ENGAGEMENT = 'engagement:';

export interface SeriesOf {
  readonly scope: SeriesScope;
  readonly track: Track;
  readonly step: KeptStep;
}

/** What is kept of a point in time series. Where nobody was and nobody came or went there are no figures. */
export function samplesOf({ scope, track, step }: SeriesOf, point: SeriesPoint): Sample[] {
  const common = { ...scope.labels, mode: SERIES_MODES[track], step };
  return valuesOf(point).map(([metric, value]) => ({
    labels: { ...common, metric },
    time: point.start,
    value,
  }));
}

function valuesOf(point: SeriesPoint): [metric: string, value: number][] {
  const actions = Object.entries(point.engagement ?? {});
  const engagement = actions.map(([action, count]): [string, number] => [`${ENGAGEMENT}${action}`, count]);
  return isIdle(point) ? engagement : [...figuresOf(point), ...engagement];
}

function isIdle({ peak, joins, leaves }: SeriesPoint): boolean {
  return (peak ?? 0) === 0 && (joins ?? 0) === 0 && (leaves ?? 0) === 0;
}

function figuresOf(point: SeriesPoint): [metric: string, value: number][] {
  return FIGURES.flatMap((metric): [string, number][] => {
    const value = point[metric];
    if (value === null) return [];
    // As the API says it.
    return [[metric, metric === 'average' ? Math.round(value * 1000) / 1000 : value]];
  });
}
