import { expect, test } from 'vitest';
import { refuseRange, spanOfDays } from '../../server/reports/day-range.ts';

test('days are those of the time zone, with 23 or 25 hours where clocks change', () => {
  const spring = spanOfDays({ from: '2026-03-28', to: '2026-03-30' }, 'Europe/Berlin');
  expect(spring.dayStarts.map((start) => new Date(start).toISOString())).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
  ]);
  expect([spring.from, spring.to]).toEqual([spring.dayStarts[0], Date.parse('2026-03-30T22:00:00Z')]);
  const autumn = spanOfDays({ from: '2026-10-25', to: '2026-10-25' }, 'Europe/Berlin');
  expect((autumn.to - autumn.from) / 3_600_000).toBe(25);
});

test('a day begins with its first instant where there is no midnight', () => {
  const { from, dayStarts } = spanOfDays({ from: '2026-04-24', to: '2026-04-24' }, 'Africa/Cairo');
  expect(new Date(from).toISOString()).toBe('2026-04-23T22:00:00.000Z');
  expect(dayStarts).toEqual([from]);
});

test.each([
  ['2026-05-04', '2026-05-04', null],
  ['2024-01-01', '2024-12-31', null],
  ['2025-01-01', '2026-01-01', null],
  ['2025-01-01', '2026-01-02', 'to'],
  ['2026-05-05', '2026-05-04', 'to'],
])('from %s to %s is refused for %s', (from, to, path) => {
  expect(refuseRange({ from, to })?.path ?? null).toBe(path);
});
