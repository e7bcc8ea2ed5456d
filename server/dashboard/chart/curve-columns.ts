import type { Mode } from '../../protocol/client-messages.ts';
import { type CurvePoint, type DayCurve, floorMinute, MINUTE_MS } from '../store/day-curve.ts';

type Column = (number | null)[];

/** The curve as the chart takes it: a column per figure, null where nothing is known. */
export interface CurveColumns {
  /** Length of a step, seconds. */
  readonly step: number;
  /** Starts of the steps, seconds since the epoch. */
  readonly seconds: readonly number[];
  readonly average: Column;
  readonly minimum: Column;
  readonly peak: Column;
  readonly joins: Column;
  /** Negative, so that leaves hang below the line that joins stand on. */
  readonly leaves: Column;
  readonly points: readonly (CurvePoint | null)[];
  /** Averages by mode, where the curve is drawn as two lines instead of one. */
  readonly modes: Readonly<Record<Mode, Column>> | null;
}

/** The figures of the latest minute may be a moment late; only what is later than that is a gap. */
const LATE_MS = MINUTE_MS;

function hasSomething(point: CurvePoint | null): boolean {
  return point !== null && point.peak > 0;
}

/** From the first minute in which somebody was there to now; where nobody was, from the first of which that is known. */
export function curveColumns(curve: DayCurve, now: number): CurveColumns {
  const begun = curve.points.findIndex(hasSomething);
  const first =
    begun >= 0
      ? begun
      : Math.max(
          0,
          curve.points.findIndex((point) => point !== null),
        );
  const known = curve.points.findLastIndex((point) => point !== null);
  const until = (floorMinute(now) - LATE_MS - curve.from) / MINUTE_MS;
  const length = known < 0 ? 0 : Math.max(known, until) - first + 1;
  const points = Array.from({ length }, (_, index) => curve.points[first + index] ?? null);
  return columnsOf(points, { from: (curve.from + first * MINUTE_MS) / 1000, step: MINUTE_MS / 1000 });
}

/** Of points that follow one another; `from` and `step` in seconds. */
export function columnsOf(
  points: readonly (CurvePoint | null)[],
  { from, step }: { readonly from: number; readonly step: number },
): CurveColumns {
  const column = (figure: (point: CurvePoint) => number | null): Column =>
    points.map((point) => point && figure(point));
  return {
    step,
    seconds: points.map((_, index) => from + index * step),
    average: column((point) => point.average),
    minimum: column((point) => point.minimum),
    peak: column((point) => point.peak),
    joins: column((point) => point.joins),
    leaves: column(({ leaves }) => leaves && -leaves),
    points,
    modes: null,
  };
}

/** Steps of one mode; `from` in seconds. */
export interface ModeCurve {
  readonly from: number;
  readonly points: readonly (CurvePoint | null)[];
}

/** Whether there was ever somebody. */
export function isFilled({ points }: ModeCurve): boolean {
  return points.some(hasSomething);
}

/** The same steps as a line for each mode: what is not known of a mode is a gap in its line. */
export function byMode(columns: CurveColumns, curves: Readonly<Record<Mode, ModeCurve>>): CurveColumns {
  const { seconds, step } = columns;
  const column = ({ from, points }: ModeCurve): Column =>
    seconds.map((second) => points[Math.round((second - from) / step)]?.average ?? null);
  return { ...columns, modes: { live: column(curves.live), onDemand: column(curves.onDemand) } };
}

/** Averages by mode of one step; null where the curve is one line. */
export function modesAt({ modes }: CurveColumns, index: number): Record<Mode, number | null> | null {
  return modes && { live: modes.live[index] ?? null, onDemand: modes.onDemand[index] ?? null };
}

/**
 * Where the last step ends, seconds since the epoch: it is flat for as long as it lasts, the open one to now.
 * Null when it runs into a gap, which ends it, or when there is none.
 */
export function endOfLast({ step, seconds, peak }: CurveColumns, now: number): number | null {
  const last = seconds.at(-1);
  if (last === undefined || peak.at(-1) === null) return null;
  return Math.max(last, Math.min(last + step, now / 1000));
}

/** Index of the step that a time (seconds) lies in, or of the nearest; null when there are none. */
export function stepUnder({ step, seconds }: CurveColumns, second: number): number | null {
  const [first] = seconds;
  if (first === undefined) return null;
  const index = Math.floor((second - first) / step);
  return Math.min(Math.max(index, 0), seconds.length - 1);
}

/** Index of the highest peak, the first of them; -1 when there is none. */
export function highest({ peak }: CurveColumns): number {
  let best = -1;
  peak.forEach((value, index) => {
    if (value !== null && value > (peak[best] ?? 0)) best = index;
  });
  return best;
}
