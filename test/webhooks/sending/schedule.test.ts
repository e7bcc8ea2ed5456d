import { describe, expect, it } from 'vitest';
import { PAUSES_MS, pauseMs, SEQUEL_PAUSES_MS } from '../../../server/webhooks/sending/schedule.ts';

const failed = { pauses: PAUSES_MS, attempts: 1, retryAfterMs: 0, random: 0 };
const HOUR_MS = 3_600_000;

describe('the schedule', () => {
  it('has ten attempts within 75 hours and a bit, and no eleventh', () => {
    const pauses = Array.from({ length: 10 }, (_, index) => pauseMs({ ...failed, attempts: index + 1 }));
    expect(pauses).toEqual([...PAUSES_MS, null]);
    const total = PAUSES_MS.reduce((sum, pause) => sum + pause);
    expect(total / HOUR_MS).toBeCloseTo(75.6, 1);
  });

  it('ends within 24 hours for a Sequel subscription', () => {
    const total = SEQUEL_PAUSES_MS.reduce((sum, pause) => sum + pause);
    expect(total * 1.2).toBeLessThan(24 * HOUR_MS);
    const next = PAUSES_MS[SEQUEL_PAUSES_MS.length] ?? 0;
    expect(total + next).toBeGreaterThan(24 * HOUR_MS);
  });

  it('is longer by up to a fifth', () => {
    expect(pauseMs({ ...failed, random: 0.5 })).toBe(5500);
    expect(pauseMs({ ...failed, random: 1 })).toBe(6000);
  });

  it('waits for as long as it was asked to, never shorter than it would', () => {
    expect(pauseMs({ ...failed, retryAfterMs: 60_000 })).toBe(60_000);
    expect(pauseMs({ ...failed, retryAfterMs: 1000 })).toBe(5000);
    expect(pauseMs({ ...failed, attempts: 10, retryAfterMs: 1000 })).toBeNull();
  });
});
