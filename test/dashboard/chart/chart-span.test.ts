import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../server/dashboard/chart/chart-span.ts';

const dayStart = 1_000_000;
const now = dayStart + 36_000;

describe('axisOf', () => {
  it('shows today from the first minute in which somebody was there', () => {
    expect(axisOf({ kind: 'day' }, { first: now - 7200, dayStart, now })).toEqual({
      min: now - 7200,
      max: now,
    });
  });

  it('does not reach behind midnight for today', () => {
    expect(axisOf({ kind: 'day' }, { first: dayStart - 3600, dayStart, now }).min).toBe(dayStart);
  });

  it('shows at least a quarter of an hour', () => {
    expect(axisOf({ kind: 'day' }, { first: now - 60, dayStart, now }).min).toBe(now - 900);
  });

  it('moves the shorter spans with the time and leaves a zoom where it is', () => {
    expect(axisOf({ kind: 'hour' }, { first: 0, dayStart, now })).toEqual({ min: now - 3600, max: now });
    expect(axisOf({ kind: 'zoom', min: 5, max: 9 }, { first: 0, dayStart, now })).toEqual({ min: 5, max: 9 });
  });
});
