import { describe, expect, it } from 'vitest';
import { instantOf, localDay, localText, startOfDayIn } from '../../../server/dashboard/format/zoned.ts';

describe('times of another zone', () => {
  it.each([
    ['Europe/Berlin', Date.UTC(2026, 0, 5, 12), '2026-01-05T13:00'],
    ['Europe/Berlin', Date.UTC(2026, 6, 5, 12), '2026-07-05T14:00'],
    ['Asia/Kolkata', Date.UTC(2026, 6, 5, 20), '2026-07-06T01:30'],
    ['America/New_York', Date.UTC(2026, 2, 8, 7), '2026-03-08T03:00'],
  ])('in %s are written and read', (zone, at, text) => {
    expect(localText(zone, at)).toBe(text);
    expect(instantOf(zone, text)).toBe(at);
  });

  it('are none where nothing is written', () => {
    expect(instantOf('UTC', '')).toBeNull();
    expect(instantOf('UTC', 'tomorrow')).toBeNull();
  });

  it('have days of 23 and 25 hours', () => {
    const start = startOfDayIn('Europe/Berlin', Date.UTC(2026, 9, 25, 12));
    expect(startOfDayIn('Europe/Berlin', start, 1) - start).toBe(25 * 3_600_000);
    expect(localDay('Europe/Berlin', start - 1)).toBe('2026-10-24');
  });
});
