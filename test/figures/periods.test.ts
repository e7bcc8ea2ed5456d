import { describe, expect, it } from 'vitest';
import { periodAfter, periodsIn } from '../../server/figures/calendar.ts';
import { periodSpans } from '../../server/figures/periods.ts';

const at = (text: string) => Date.parse(text);
const iso = ({ from, to }: { from: number; to: number }) =>
  [from, to].map((time) => new Date(time).toISOString());

describe('the current period and the one before', () => {
  it.each([
    // A Wednesday noon in Berlin; weeks begin on Monday.
    [
      'week',
      '2026-03-04T11:00:00Z',
      ['2026-03-01T23:00', '2026-03-04T11:00'],
      ['2026-02-22T23:00', '2026-02-25T11:00'],
    ],
    // The day on which the clocks are put forward has 23 hours.
    [
      'day',
      '2026-03-30T10:00:00Z',
      ['2026-03-29T22:00', '2026-03-30T10:00'],
      ['2026-03-28T23:00', '2026-03-29T11:00'],
    ],
    [
      'month',
      '2026-03-31T10:00:00Z',
      ['2026-02-28T23:00', '2026-03-31T10:00'],
      ['2026-01-31T23:00', '2026-02-28T23:00'],
    ],
    [
      'year',
      '2026-01-02T00:00:00Z',
      ['2025-12-31T23:00', '2026-01-02T00:00'],
      ['2024-12-31T23:00', '2025-01-02T00:00'],
    ],
    // An instant is no part of the period that it ends.
    [
      'week',
      '2026-03-01T23:00:00Z',
      ['2026-02-22T23:00', '2026-03-01T23:00'],
      ['2026-02-15T23:00', '2026-02-22T23:00'],
    ],
  ] as const)('%s until %s', (period, until, current, previous) => {
    const spans = periodSpans({ period, timeZone: 'Europe/Berlin', like: 'elapsed', until: at(until) });
    expect(iso(spans.current)).toEqual(current.map((time) => `${time}:00.000Z`));
    expect(iso(spans.previous)).toEqual(previous.map((time) => `${time}:00.000Z`));
  });

  it('has the whole of the one before on request', () => {
    const question = {
      period: 'month',
      timeZone: 'UTC',
      like: 'whole',
      until: at('2026-03-05T00:00:00Z'),
    } as const;
    expect(iso(periodSpans(question).previous)).toEqual([
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ]);
  });
});

describe('periods of a calendar', () => {
  it('follow one another, days with 23 and 25 hours among them', () => {
    for (const [from, hours] of [
      ['2026-03-28T00:00:00Z', [24, 23, 24]],
      ['2026-10-24T00:00:00Z', [24, 25, 24]],
    ] as const) {
      const days = periodsIn(at(from), at(from) + 2 * 86_400_000, 'day', 'Europe/Berlin');
      expect(days.map(({ start, end }) => (end - start) / 3_600_000)).toEqual(hours);
      expect(days.slice(1).map(({ start }) => start)).toEqual(days.slice(0, -1).map(({ end }) => end));
    }
  });

  it('begin at the first hour that a day has', () => {
    const [day] = periodsIn(
      at('2026-09-06T12:00:00Z'),
      at('2026-09-06T13:00:00Z'),
      'day',
      'America/Santiago',
    );
    expect(new Date(day?.start ?? 0).toISOString()).toBe('2026-09-06T04:00:00.000Z');
  });

  it('are counted back over the end of a short month', () => {
    const before = periodAfter(at('2026-03-31T12:00:00Z'), 'month', 'UTC', -1);
    expect(new Date(before).toISOString()).toBe('2026-02-01T00:00:00.000Z');
  });
});
