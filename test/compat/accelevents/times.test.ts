import { expect, test } from 'vitest';
import { clockText, dayText, minuteText } from '../../../server/compat/accelevents/times.ts';

test.each([
  ['2026-03-01T23:30:59Z', 'UTC', '2026/03/01 23:30'],
  ['2026-03-01T23:30:59Z', 'Europe/Berlin', '2026/03/02 00:30'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026/03/29 03:00'],
  ['2026-03-01T23:30:00Z', 'Asia/Kolkata', '2026/03/02 05:00'],
])('%s is, in %s, %s', (time, timeZone, expected) => {
  expect(minuteText(Date.parse(time), timeZone)).toBe(expected);
  expect(dayText(Date.parse(time), timeZone)).toBe(expected.slice(0, 10));
});

test('a time that is not known has no text', () => {
  expect([minuteText(null, 'UTC'), dayText(null, 'UTC'), clockText(null)]).toEqual([null, null, null]);
});

test.each([
  [0, '00:00:00'],
  [0.4, '00:00:00'],
  [59.5, '00:01:00'],
  [3599.5, '01:00:00'],
  [3661, '01:01:01'],
  [360_000, '100:00:00'],
])('%f s are %s', (seconds, expected) => {
  expect(clockText(seconds)).toBe(expected);
});
