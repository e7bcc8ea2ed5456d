import { describe, expect, it } from 'vitest';
import { before, spanOfPreset, stepFor, stepsFor } from '../../../../server/dashboard/store/history/range.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const NOW = Date.UTC(2026, 2, 30, 9, 30, 20);

describe('a range of the history', () => {
  const berlin = { zone: 'Europe/Berlin', now: NOW, whole: null };

  it.each([
    ['hour', Date.UTC(2026, 2, 30, 8, 31), Date.UTC(2026, 2, 30, 9, 31)],
    ['today', Date.UTC(2026, 2, 29, 22), Date.UTC(2026, 2, 30, 9, 31)],
    // The clocks went forward on that day.
    ['yesterday', Date.UTC(2026, 2, 28, 23), Date.UTC(2026, 2, 29, 22)],
    ['week', Date.UTC(2026, 2, 23, 23), Date.UTC(2026, 2, 30, 9, 31)],
  ] as const)('%s is of the days of its time zone', (preset, from, to) => {
    expect(spanOfPreset(preset, berlin)).toEqual({ from, to });
  });

  it('is all of an event, as far as it has come', () => {
    const whole = { from: NOW - DAY, to: NOW + DAY };
    expect(spanOfPreset('whole', { ...berlin, whole })).toEqual({ from: NOW - DAY, to: NOW + 40_000 });
    expect(spanOfPreset('whole', berlin)).toBeNull();
  });

  it('has the finest steps that can be read, and offers only what the server answers', () => {
    expect(stepFor({ from: 0, to: DAY })).toBe('minute');
    expect(stepFor({ from: 0, to: 30 * DAY })).toBe('hour');
    expect(stepFor({ from: 0, to: 400 * DAY })).toBe('day');
    expect(stepsFor({ from: 0, to: 11_000 * MINUTE })).toEqual(['minute', 'hour', 'day']);
    expect(stepsFor({ from: 0, to: 11_001 * MINUTE })).toEqual(['hour', 'day']);
  });

  it('has as long a one before it', () => {
    expect(before({ from: 100, to: 130 })).toEqual({ from: 70, to: 100 });
  });
});
