import type { SeriesAnswer, SeriesPoint } from '../rest/answers.ts';

type Column = (number | null)[];

/** Curves of a span as the chart takes them, a column per figure; null where nothing is known. */
export interface HistoryColumns {
  /** Where each step begins: seconds since the epoch, or since the beginning where two spans are laid over each other. */
  readonly x: readonly number[];
  readonly minimum: Column;
  readonly peak: Column;
  readonly average: Column;
  /** Average of the span that is compared with; null where none is. */
  readonly other: Column | null;
  /** Length of a step, seconds. */
  readonly step: number;
  readonly points: readonly (SeriesPoint | null)[];
  readonly otherPoints: readonly (SeriesPoint | null)[];
}

export interface HistoryCurves {
  readonly curve: SeriesAnswer;
  readonly other: SeriesAnswer | null;
  /** Length of a step, ms. */
  readonly stepMs: number;
}

/** Both curves from their own beginning on, step for step; a shorter one ends in unknown steps. */
export function historyColumns({ curve, other, stepMs }: HistoryCurves): HistoryColumns {
  const step = stepMs / 1000;
  const length = Math.max(curve.points.length, other?.points.length ?? 0);
  const of = (answer: SeriesAnswer | null) =>
    Array.from({ length }, (_, index) => answer?.points[index] ?? null);
  const points = of(curve);
  const otherPoints = of(other);
  return {
    x: points.map((point, index) =>
      other || !point ? index * step : Math.round(Date.parse(point.start) / 1000),
    ),
    minimum: points.map((point) => point?.minimum ?? null),
    peak: points.map((point) => point?.peak ?? null),
    average: points.map((point) => point?.average ?? null),
    other: other && otherPoints.map((point) => point?.average ?? null),
    ...{ step, points, otherPoints },
  };
}

/** Index of the step that an x lies in, or of the nearest; null when there are none. */
export function stepUnder({ x }: Pick<HistoryColumns, 'x'>, at: number): number | null {
  if (x.length === 0) return null;
  let low = 0;
  for (let high = x.length - 1; low < high; ) {
    const middle = (low + high + 1) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
