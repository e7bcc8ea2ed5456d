import { describe, expect, it } from 'vitest';
import { historyColumns, stepUnder } from '../../../server/dashboard/chart/history-columns.ts';
import { iso, TEN } from '../fixtures/counters.ts';
import { type Known, seriesPoint } from '../fixtures/fake-rest.ts';

const MINUTE = 60_000;

function answer(start: number, ...known: Known[]) {
  const points = known.map((figures, index) => seriesPoint(start + index * MINUTE, figures));
  const span = { from: iso(start), to: iso(start + known.length * MINUTE) };
  return { scope: 'event:demo', step: 'minute', ...span, dataThrough: null, points } as const;
}

describe('the columns of a range', () => {
  const curve = { ...answer(TEN, { average: 3, peak: 5, minimum: 1 }, null, { average: 0 }) };

  it('keep a gap apart from nobody', () => {
    const columns = historyColumns({
      curve: { ...curve, points: [...curve.points] },
      other: null,
      stepMs: MINUTE,
    });
    expect(columns.x).toEqual([TEN / 1000, TEN / 1000 + 60, TEN / 1000 + 120]);
    expect(columns.average).toEqual([3, null, 0]);
    expect(columns.peak).toEqual([5, null, 0]);
    expect(columns.other).toBeNull();
  });

  it('lay two spans over each other from the beginning of each on', () => {
    const other = answer(TEN - 86_400_000, { average: 7 }, { average: 8 });
    const columns = historyColumns({ curve, other, stepMs: MINUTE });
    expect(columns.x).toEqual([0, 60, 120]);
    expect(columns.other).toEqual([7, 8, null]);
  });

  it('find the step under the pointer', () => {
    const x = [0, 60, 120];
    expect([-5, 0, 59, 60, 500].map((at) => stepUnder({ x }, at))).toEqual([0, 0, 0, 1, 2]);
    expect(stepUnder({ x: [] }, 3)).toBeNull();
  });
});
