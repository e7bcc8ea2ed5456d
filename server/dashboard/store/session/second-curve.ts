import type { Mode } from '../../../protocol/client-messages.ts';
import type { Counters } from '../../../protocol/server-messages.ts';
import type { SeriesAnswer } from '../../rest/answers.ts';
import { type CurvePoint, readPoint } from '../day-curve.ts';

/** So long is the curve that is kept, seconds. */
export const SPAN = 15 * 60;

/** The last seconds of a scope from `from` on (seconds since the epoch); null where nothing is known. */
export interface SecondCurve {
  readonly from: number;
  /** Seconds that end at or before this are final. */
  readonly through: number;
  readonly points: readonly (CurvePoint | null)[];
}

/** Whose attendance: that of all, or of those in one mode. */
export type Track = 'all' | Mode;

export function emptySeconds(now: number): SecondCurve {
  const from = Math.floor(now / 1000) - SPAN;
  return { from, through: from, points: [] };
}

/** Counters and answers may be so late, seconds; only what is later than that is a gap. */
const LATE = 3;

/** Moves on to a time (ms): what is older than the span is gone, and what nobody has told of is a gap. */
export function movedTo(curve: SecondCurve, now: number): SecondCurve {
  const gone = Math.max(0, Math.floor(now / 1000) - SPAN - curve.from);
  const from = curve.from + gone;
  const points = curve.points.slice(gone);
  while (points.length < Math.floor(now / 1000) - LATE - from) points.push(null);
  return { from, through: curve.through, points };
}

function placed(curve: SecondCurve, changes: ReadonlyMap<number, CurvePoint | null>): SecondCurve {
  const points = [...curve.points];
  for (const [second, point] of changes) {
    const index = second - curve.from;
    if (index < 0 || index > SPAN) continue;
    while (points.length < index) points.push(null);
    points[index] = point;
  }
  return { ...curve, points };
}

/** Takes an answer in: its final seconds replace what was there, others only fill what nobody has told. */
export function withSeconds(curve: SecondCurve, answer: SeriesAnswer): SecondCurve {
  const told =
    answer.dataThrough === null ? curve.through : Math.floor(Date.parse(answer.dataThrough) / 1000);
  const changes = new Map<number, CurvePoint | null>();
  for (const answered of answer.points) {
    const second = Math.floor(Date.parse(answered.start) / 1000);
    const point = readPoint(answered);
    const isFinal = second < told;
    if (isFinal || (point !== null && !curve.points[second - curve.from])) changes.set(second, point);
  }
  return { ...placed(curve, changes), through: Math.max(curve.through, told) };
}

/** Whether a second before `until` is neither final nor told of. */
export function isOpen({ from, through, points }: SecondCurve, until: number): boolean {
  for (let second = Math.max(from, through); second < until; second++)
    if (!points[second - from]) return true;
  return false;
}

function flat(value: number, track: Track): CurvePoint {
  const still = track === 'all' ? 0 : null;
  return { peak: value, average: value, minimum: value, joins: still, leaves: still, uniques: null };
}

export function concurrentOf(counters: Counters, track: Track): number {
  return track === 'all' ? counters.concurrent : counters.byMode[track];
}

/** Seconds `[from, to)` through which the figure stood still, since no counters came. */
export function held(
  curve: SecondCurve,
  value: number,
  { from, to, track }: { readonly from: number; readonly to: number; readonly track: Track },
): SecondCurve {
  const changes = new Map<number, CurvePoint>();
  for (let second = Math.max(from, curve.from); second < to; second++) {
    if (second >= curve.through && !curve.points[second - curve.from])
      changes.set(second, flat(value, track));
  }
  return changes.size === 0 ? curve : placed(curve, changes);
}

/** Since the counters before, within the minute of these. */
function since(before: Counters, { minute }: Counters, figure: 'joins' | 'leaves'): number {
  const known = before.minute.start === minute.start ? before.minute[figure] : 0;
  return Math.max(0, minute[figure] - known);
}

/** The second in which counters came, after others: it had the figure before and the figure after. */
export function grown(
  curve: SecondCurve,
  {
    before,
    counters,
    track,
  }: { readonly before: Counters; readonly counters: Counters; readonly track: Track },
): SecondCurve {
  const second = Math.floor(Date.parse(counters.at) / 1000);
  if (second < curve.through) return curve;
  const value = concurrentOf(counters, track);
  const last = concurrentOf(before, track);
  const known = curve.points[second - curve.from];
  const sum = (figure: 'joins' | 'leaves') =>
    track === 'all' ? (known?.[figure] ?? 0) + since(before, counters, figure) : null;
  const point = {
    peak: Math.max(value, last, known?.peak ?? value),
    minimum: Math.min(value, last, known?.minimum ?? value),
    average: value,
    joins: sum('joins'),
    leaves: sum('leaves'),
    uniques: null,
  };
  return placed(curve, new Map([[second, point]]));
}
