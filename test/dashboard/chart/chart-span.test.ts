import { describe, expect, it } from 'vitest';
import { axisOf } from '../../../server/dashboard/chart/chart-span.ts';

const dayStart = 1_728_000;
/** 10:00:20 on that day. */
const now = dayStart + 36_020;
const minute = now - 20;

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

  it('shows at least a quarter of an hour, in whole minutes', () => {
    expect(axisOf({ kind: 'day' }, { first: now - 60, dayStart, now }).min).toBe(minute - 14 * 60);
  });

  it('moves the shorter spans with the time and leaves a zoom where it is', () => {
    expect(axisOf({ kind: 'hour' }, { first: 0, dayStart, now })).toEqual({
      min: minute - 59 * 60,
      max: now,
    });
    expect(axisOf({ kind: 'zoom', min: 5, max: 9 }, { first: 0, dayStart, now })).toEqual({ min: 5, max: 9 });
  });
});
