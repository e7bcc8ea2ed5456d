import { describe, expect, it } from 'vitest';
import { createFormats } from '../../../server/dashboard/format/formats.ts';
import { pickLocale } from '../../../server/dashboard/format/locale.ts';
import { TEN } from '../fixtures/counters.ts';

const { numbers, times, durations, names } = createFormats('en-GB', 'Europe/Berlin');

describe('numbers', () => {
  it('are exact at any size', () => {
    expect(numbers.count(1234567)).toBe('1,234,567');
  });

  it('show a change with its sign, and no change as such', () => {
    expect([42, -7, 0, 0.3].map(numbers.change)).toEqual(['+42', '−7', '±0', '±0']);
  });

  it('show averages with one decimal at most', () => {
    expect([12.345, 12].map(numbers.average)).toEqual(['12.3', '12']);
  });
});

describe('times', () => {
  it('are in the time zone given', () => {
    expect(times.minute(TEN)).toBe('11:00');
    expect(times.second(TEN + 5000)).toBe('11:00:05');
  });

  it('carry their date when it is not that of today', () => {
    expect(times.moment(TEN, TEN + 3_600_000)).toBe('11:00:00');
    expect(times.moment(TEN, TEN + 86_400_000)).toBe('2 Mar, 11:00:00');
    expect(times.moment(TEN, TEN + 365 * 86_400_000)).toBe('2 Mar, 11:00:00');
  });
});

describe('durations', () => {
  it('have the two largest units', () => {
    expect([0, 45, 60, 75, 3600, 12_000, 7200 + 59].map(durations.span)).toEqual([
      '0s',
      '45s',
      '1m',
      '1m 15s',
      '1h',
      '3h 20m',
      '2h',
    ]);
  });

  it('drop minutes beyond 100 hours', () => {
    expect(durations.span(1234 * 3600 + 900)).toBe('1,234h');
  });

  it('never show less than nothing', () => {
    expect(durations.span(-3)).toBe('0s');
  });
});

describe('names', () => {
  it('are written out for countries, and left as they came for what is none', () => {
    expect(['DE', 'unknown', 'other', 'ZZZ', '<b>'].map(names.country)).toEqual([
      'Germany',
      'Unknown',
      'Other countries',
      'ZZZ',
      '<b>',
    ]);
  });

  it('are known for the actions of the protocol; others keep their own', () => {
    expect(names.action('chat.message')).toBe('Chat messages');
    expect(names.action('x.wave')).toBe('x.wave');
    expect(names.action('constructor')).toBe('constructor');
  });
});

describe('pickLocale', () => {
  it("takes the reader's own variety of the page's language", () => {
    expect(pickLocale(['de-DE', 'en-AU', 'en-US'], 'en')).toBe('en-AU');
  });

  it('does not mix the numbers of another language into the sentences', () => {
    expect(pickLocale(['de-DE'], 'en')).toBe('en-GB');
  });
});
