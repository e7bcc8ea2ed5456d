import type { CounterMinute } from '../../protocol/server-messages.ts';
import type { SeriesAnswer, SeriesPoint } from '../rest/answers.ts';

export const MINUTE_MS = 60_000;

/** What is known of one step of a curve; null: not that. */
export interface CurvePoint {
  readonly peak: number;
  readonly average: number;
  readonly minimum: number;
  readonly joins: number | null;
  readonly leaves: number | null;
  readonly uniques: number | null;
}

/** The minutes of a scope from `from` on (ms); null where nothing is known, which is not the same as nobody. */
export interface DayCurve {
  readonly from: number;
  /** Minutes that end at or before this (ms) are final. */
  readonly through: number;
  readonly points: readonly (CurvePoint | null)[];
}

/**
 * How far back the tail is asked for again. A server that crashed writes its last minutes anew from slices, and a
 * minute that the page saw only in part while its socket was away lies there, too.
 */
const TAIL_MS = 5 * MINUTE_MS;

export function floorMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

export function emptyCurve(from: number): DayCurve {
  return { from, through: from, points: [] };
}

/** From where the curve has to be asked for to become whole again. */
export function tailStart(curve: DayCurve): number {
  return Math.max(curve.from, floorMinute(curve.through) - TAIL_MS);
}

export function readPoint({
  peak,
  average,
  minimum,
  joins,
  leaves,
  uniques,
}: SeriesPoint): CurvePoint | null {
  if (peak === null || average === null || minimum === null) return null;
  return { peak, average, minimum, joins: joins ?? 0, leaves: leaves ?? 0, uniques: uniques ?? 0 };
}

function place(points: (CurvePoint | null)[], index: number, point: CurvePoint | null): void {
  while (points.length < index) points.push(null);
  points[index] = point;
}

function indexOf(curve: DayCurve, start: number): number {
  return Math.round((start - curve.from) / MINUTE_MS);
}

/**
 * Takes an answer in. Final minutes replace what was there; of a minute that is still open the counters know more, so
 * the answer only fills it where they have said nothing.
 */
export function withAnswer(curve: DayCurve, answer: SeriesAnswer): DayCurve {
  const through = answer.dataThrough === null ? curve.through : Date.parse(answer.dataThrough);
  const points = [...curve.points];
  for (const answered of answer.points) {
    const start = Date.parse(answered.start);
    const index = indexOf(curve, start);
    const point = readPoint(answered);
    const final = start + MINUTE_MS <= through;
    if (index < 0 || (!final && (point === null || points[index]))) continue;
    place(points, index, point);
  }
  return { from: curve.from, through: Math.max(curve.through, through), points };
}

/** Takes the open minute of the counters in, unless the server has closed that minute already. */
export function withOpenMinute(curve: DayCurve, minute: CounterMinute): DayCurve {
  const start = Date.parse(minute.start);
  const index = indexOf(curve, start);
  if (index < 0 || start + MINUTE_MS <= curve.through) return curve;
  const { peak, average, minimum, joins, leaves, uniques } = minute;
  const points = [...curve.points];
  place(points, index, { peak, average, minimum, joins, leaves, uniques });
  return { ...curve, points };
}

export function pointAt(curve: DayCurve, start: number): CurvePoint | null {
  return curve.points[indexOf(curve, start)] ?? null;
}

const CHANGE_MS = 5 * MINUTE_MS;

export interface Change {
  readonly by: number;
  /** Start of the minute compared with, ms. */
  readonly since: number;
}

/** How far the figure is from the average of the minute five minutes before the open one; null when that is unknown. */
export function changeOf(curve: DayCurve, openMinute: number, concurrent: number): Change | null {
  const since = openMinute - CHANGE_MS;
  const then = pointAt(curve, since);
  return then && { by: concurrent - Math.round(then.average), since };
}
