import { describe, expect, it } from 'vitest';
import type { SeriesAnswer } from '../../../server/dashboard/rest/answers.ts';
import {
  changeOf,
  emptyCurve,
  pointAt,
  tailStart,
  withAnswer,
  withOpenMinute,
} from '../../../server/dashboard/store/day-curve.ts';
import { iso, TEN } from '../fixtures/counters.ts';
import { type Known, seriesPoint } from '../fixtures/fake-rest.ts';

const MINUTE = 60_000;

/** An answer from `from` on, of which everything before `through` is final. */
function answer(from: number, known: Known[], through: number | null): SeriesAnswer {
  const points = known.map((minute, index) => seriesPoint(from + index * MINUTE, minute));
  const to = from + known.length * MINUTE;
  const dataThrough = through === null ? null : iso(through);
  return { scope: 'event:demo', step: 'minute', from: iso(from), to: iso(to), dataThrough, points };
}

const open = (start: number, average: number) => ({
  start: iso(start),
  peak: average,
  minimum: average,
  average,
  joins: 0,
  leaves: 0,
  uniques: average,
});

const averages = (points: readonly ({ average: number } | null)[]) =>
  points.map((point) => (point ? point.average : null));

describe('withAnswer', () => {
  it('keeps a minute without data as a gap, and one with nobody as zero', () => {
    const curve = withAnswer(
      emptyCurve(TEN),
      answer(TEN, [{ average: 4 }, null, { average: 0 }], TEN + 3 * MINUTE),
    );
    expect(averages(curve.points)).toEqual([4, null, 0]);
  });

  it('replaces what was known by final minutes', () => {
    let curve = withOpenMinute(emptyCurve(TEN), open(TEN, 3));
    curve = withAnswer(curve, answer(TEN, [{ average: 5 }], TEN + MINUTE));
    expect(averages(curve.points)).toEqual([5]);
  });

  it('takes a final minute back when the server says that nothing is known of it', () => {
    let curve = withOpenMinute(emptyCurve(TEN), open(TEN, 3));
    curve = withAnswer(curve, answer(TEN, [null], TEN + MINUTE));
    expect(averages(curve.points)).toEqual([null]);
  });

  it('believes the counters more than an answer about the open minute', () => {
    let curve = withOpenMinute(emptyCurve(TEN), open(TEN, 3));
    curve = withAnswer(curve, answer(TEN, [{ average: 2 }], TEN + 30_000));
    expect(averages(curve.points)).toEqual([3]);
  });

  it('fills the open minute from the answer when the counters have not spoken', () => {
    const curve = withAnswer(emptyCurve(TEN), answer(TEN, [{ average: 2 }], TEN + 30_000));
    expect(averages(curve.points)).toEqual([2]);
  });

  it('adds no points for minutes that have not been', () => {
    const curve = withAnswer(emptyCurve(TEN), answer(TEN, [{ average: 2 }, null, null], TEN + MINUTE));
    expect(curve.points).toHaveLength(1);
  });

  it('knows nothing as final when the server has no data at all', () => {
    expect(withAnswer(emptyCurve(TEN), answer(TEN, [null, null], null)).through).toBe(TEN);
  });
});

describe('withOpenMinute', () => {
  it('leaves the minutes between as gaps', () => {
    const curve = withOpenMinute(emptyCurve(TEN), open(TEN + 2 * MINUTE, 3));
    expect(averages(curve.points)).toEqual([null, null, 3]);
  });

  it('does not open a minute again that the server has closed', () => {
    const closed = withAnswer(emptyCurve(TEN), answer(TEN, [{ average: 5 }], TEN + MINUTE));
    expect(withOpenMinute(closed, open(TEN, 3))).toBe(closed);
  });

  it('passes over a minute from before the curve', () => {
    expect(withOpenMinute(emptyCurve(TEN), open(TEN - MINUTE, 3)).points).toEqual([]);
  });
});

describe('tailStart', () => {
  it('reaches five minutes behind what is final, for what a crash may have changed', () => {
    const curve = withAnswer(emptyCurve(TEN), answer(TEN, [], TEN + 20 * MINUTE + 1234));
    expect(tailStart(curve)).toBe(TEN + 15 * MINUTE);
  });

  it('does not reach behind the start of the curve', () => {
    expect(tailStart(emptyCurve(TEN))).toBe(TEN);
  });
});

describe('changeOf', () => {
  const curve = withAnswer(emptyCurve(TEN), answer(TEN, [{ average: 9.6 }, null], TEN + 2 * MINUTE));

  it('compares with the average of the minute five minutes before', () => {
    expect(changeOf(curve, TEN + 5 * MINUTE, 14)).toEqual({ by: 4, since: TEN });
  });

  it('is unknown where that minute is a gap', () => {
    expect(changeOf(curve, TEN + 6 * MINUTE, 14)).toBeNull();
    expect(pointAt(curve, TEN + MINUTE)).toBeNull();
  });
});
