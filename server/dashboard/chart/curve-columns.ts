import { type DayCurve, floorMinute, MINUTE_MS, type MinutePoint } from '../store/day-curve.ts';

type Column = (number | null)[];

/** The curve as the chart takes it: a column per figure, null where nothing is known. */
export interface CurveColumns {
  /** Starts of the minutes, seconds since the epoch. */
  readonly seconds: readonly number[];
  readonly average: Column;
  readonly minimum: Column;
  readonly peak: Column;
  readonly joins: Column;
  /** Negative, so that leaves hang below the line that joins stand on. */
  readonly leaves: Column;
  readonly points: readonly (MinutePoint | null)[];
}

/** The figures of the latest minute may be a moment late; only what is later than that is a gap. */
const LATE_MS = MINUTE_MS;

function hasSomething(point: MinutePoint | null): boolean {
  return point !== null && point.peak > 0;
}

/** From the first minute in which somebody was there to now. */
export function curveColumns(curve: DayCurve, now: number): CurveColumns {
  const first = Math.max(0, curve.points.findIndex(hasSomething));
  const known = curve.points.findLastIndex((point) => point !== null);
  const until = (floorMinute(now) - LATE_MS - curve.from) / MINUTE_MS;
  const length = known < 0 ? 0 : Math.max(known, until) - first + 1;
  const points = Array.from({ length }, (_, index) => curve.points[first + index] ?? null);
  const column = (figure: (point: MinutePoint) => number): Column =>
    points.map((point) => point && figure(point));
  return {
    seconds: points.map((_, index) => (curve.from + (first + index) * MINUTE_MS) / 1000),
    average: column((point) => point.average),
    minimum: column((point) => point.minimum),
    peak: column((point) => point.peak),
    joins: column((point) => point.joins),
    leaves: column((point) => -point.leaves),
    points,
  };
}

/**
 * Where the last step ends, seconds since the epoch: a minute is flat for as long as it lasts, the open one to now.
 * Null when it runs into a gap, which ends it, or when there is none.
 */
export function endOfLast({ seconds, peak }: CurveColumns, now: number): number | null {
  const last = seconds.at(-1);
  if (last === undefined || peak.at(-1) === null) return null;
  return Math.max(last, Math.min(last + MINUTE_MS / 1000, now / 1000));
}

/** Index of the minute that a time (seconds) lies in, or of the nearest; null when there are no minutes. */
export function minuteUnder({ seconds }: CurveColumns, second: number): number | null {
  const [first] = seconds;
  if (first === undefined) return null;
  const index = Math.floor((second - first) / 60);
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
