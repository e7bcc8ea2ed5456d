import { expect, test } from 'vitest';
import { linear, roundTicks } from '../../../../server/reports/event-report/chart/scale.ts';
import { niceStep, timeTicks } from '../../../../server/reports/event-report/chart/time-ticks.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.each([
  [0, [0, 1]],
  [1, [0, 1]],
  [3, [0, 1, 2, 3]],
  [7, [0, 2, 4, 6, 8]],
  [1163, [0, 500, 1000, 1500]],
  [400_000, [0, 100_000, 200_000, 300_000, 400_000]],
])('an axis up to %i has round numbers', (most, ticks) => {
  expect(roundTicks(most)).toEqual(ticks);
});

test('a scale of nothing has all at its beginning', () => {
  expect(linear([5, 5], [10, 20])(5)).toBe(10);
  expect(linear([0, 4], [10, 20])(1)).toBe(12.5);
});

test.each([
  [9 * MINUTE, MINUTE],
  [HOUR, 10 * MINUTE],
  [9 * HOUR, HOUR],
  [3 * 24 * HOUR, 12 * HOUR],
  [100 * 24 * HOUR, 12 * 24 * HOUR],
])('of %i ms', (length, step) => {
  expect(niceStep(length)).toBe(step);
});

test('ticks of time are round in the time zone, through a change of the clock', () => {
  const from = Date.parse('2026-03-28T23:00:00Z');
  const inBerlin = timeTicks(from, from + 24 * HOUR, 'Europe/Berlin');
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/Berlin' });
  expect(inBerlin.map((time) => clock.format(time))).toEqual([
    '00:00',
    '03:00',
    '06:00',
    '09:00',
    '12:00',
    '15:00',
    '18:00',
    '21:00',
    '00:00',
  ]);
  expect(inBerlin[1]).toBe(from + 2 * HOUR);
  const inIndia = timeTicks(
    Date.parse('2026-05-04T04:10:00Z'),
    Date.parse('2026-05-04T06:10:00Z'),
    'Asia/Kolkata',
  );
  expect(inIndia.map((time) => new Date(time).toISOString().slice(11, 16))).toEqual([
    '04:15',
    '04:30',
    '04:45',
    '05:00',
    '05:15',
    '05:30',
    '05:45',
    '06:00',
  ]);
});
