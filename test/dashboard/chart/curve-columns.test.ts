import { describe, expect, it } from 'vitest';
import {
  byMode,
  curveColumns,
  endOfLast,
  highest,
  isFilled,
  modesAt,
  stepUnder,
} from '../../../server/dashboard/chart/curve-columns.ts';
import type { CurvePoint, DayCurve } from '../../../server/dashboard/store/day-curve.ts';
import { TEN } from '../fixtures/counters.ts';

const MINUTE = 60_000;

const minute = (peak: number): CurvePoint => ({
  peak,
  average: peak,
  minimum: peak,
  joins: 2,
  leaves: 3,
  uniques: peak,
});

function curve(peaks: (number | null)[]): DayCurve {
  const points = peaks.map((peak) => (peak === null ? null : minute(peak)));
  return { from: TEN, through: TEN + peaks.length * MINUTE, points };
}

describe('lines by mode', () => {
  it('lie on the steps of the whole curve, and end where a mode is not known', () => {
    const columns = curveColumns(curve([null, 5, 6, 7]), TEN + 4 * MINUTE);
    const live = { from: TEN / 1000, points: [null, minute(3), minute(4), minute(4)] };
    const onDemand = { from: TEN / 1000 + 60, points: [minute(2), null] };
    const { modes } = byMode(columns, { live, onDemand });
    expect(modes).toEqual({ live: [3, 4, 4], onDemand: [2, null, null] });
    expect(modesAt({ ...columns, modes }, 1)).toEqual({ live: 4, onDemand: null });
    expect([isFilled(live), isFilled({ from: 0, points: [null, minute(0)] })]).toEqual([true, false]);
  });
});

describe('curveColumns', () => {
  it('begins with the first minute in which somebody was there', () => {
    const columns = curveColumns(curve([null, 0, 0, 4, 5]), TEN + 4 * MINUTE);
    expect(columns.peak).toEqual([4, 5]);
    expect(columns.seconds[0]).toBe((TEN + 3 * MINUTE) / 1000);
  });

  it('keeps gaps and zeros apart', () => {
    expect(curveColumns(curve([4, null, 0, 5]), TEN + 3 * MINUTE).average).toEqual([4, null, 0, 5]);
  });

  it('goes on as a gap when the figures have stopped', () => {
    expect(curveColumns(curve([4, 5]), TEN + 4 * MINUTE + 59_000).peak).toEqual([4, 5, null, null]);
  });

  it('does not take the minute that has only just begun for a gap', () => {
    expect(curveColumns(curve([4, 5]), TEN + 2 * MINUTE + 10_000).peak).toEqual([4, 5]);
  });

  it('hangs leaves below the line', () => {
    const columns = curveColumns(curve([4]), TEN);
    expect([columns.joins, columns.leaves]).toEqual([[2], [-3]]);
  });

  it('is empty when nothing is known at all', () => {
    expect(curveColumns(curve([]), TEN + 10 * MINUTE).seconds).toEqual([]);
    expect(curveColumns(curve([null, null]), TEN + 10 * MINUTE).seconds).toEqual([]);
  });

  it('shows a day with nobody as zeros, from the first minute that is known', () => {
    expect(curveColumns(curve([null, null, 0, 0]), TEN + 3 * MINUTE).peak).toEqual([0, 0]);
    expect(curveColumns(curve([0, 0]), TEN + MINUTE).peak).toEqual([0, 0]);
  });
});

describe('stepUnder', () => {
  it('is the minute that the time lies in, or the nearest one', () => {
    const columns = curveColumns(curve([4, 5, 6]), TEN + 2 * MINUTE);
    const at = (seconds: number) => stepUnder(columns, TEN / 1000 + seconds);
    expect([-5, 0, 59, 60, 179, 900].map(at)).toEqual([0, 0, 0, 1, 2, 2]);
  });

  it('is none where there are no minutes', () => {
    expect(stepUnder(curveColumns(curve([]), TEN), TEN / 1000)).toBeNull();
  });
});

describe('endOfLast', () => {
  it('is the end of the minute, or now while it is open', () => {
    const columns = curveColumns(curve([4, 5]), TEN + 70_000);
    expect(endOfLast(columns, TEN + 70_000)).toBe((TEN + 70_000) / 1000);
    expect(endOfLast(columns, TEN + 3 * MINUTE)).toBe((TEN + 2 * MINUTE) / 1000);
  });

  it('is none in a gap or an empty curve', () => {
    expect(endOfLast(curveColumns(curve([4]), TEN + 4 * MINUTE), TEN + 4 * MINUTE)).toBeNull();
    expect(endOfLast(curveColumns(curve([]), TEN), TEN)).toBeNull();
  });
});

describe('highest', () => {
  it('is the first minute with the highest peak', () => {
    expect(highest(curveColumns(curve([4, null, 9, 9]), TEN + 3 * MINUTE))).toBe(2);
  });

  it('is none where nobody ever was', () => {
    expect(highest(curveColumns(curve([0, 0]), TEN + MINUTE))).toBe(-1);
  });
});
