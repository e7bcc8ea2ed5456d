import { describe, expect, it } from 'vitest';
import { Announcer } from '../../../server/dashboard/store/announcer.ts';
import { TEN } from '../fixtures/counters.ts';

describe('Announcer', () => {
  it('speaks a changing figure at most every 30 seconds', () => {
    const announcer = new Announcer();
    const spoken = Array.from({ length: 61 }, (_, second) =>
      announcer.next(TEN + second * 1000, { concurrent: second, freshness: 'current' }),
    );
    expect(spoken.flatMap((said, second) => (said ? [second] : []))).toEqual([0, 30, 60]);
  });

  it('does not repeat a figure that has not changed', () => {
    const announcer = new Announcer();
    announcer.next(TEN, { concurrent: 5, freshness: 'current' });
    expect(announcer.next(TEN + 60_000, { concurrent: 5, freshness: 'current' })).toBeNull();
  });

  it('says at once that the figures are out of date, once, and that they are back', () => {
    const announcer = new Announcer();
    announcer.next(TEN, { concurrent: 5, freshness: 'current' });
    expect(announcer.next(TEN + 1000, { concurrent: 5, freshness: 'stale' })).toEqual({ kind: 'stale' });
    expect(announcer.next(TEN + 60_000, { concurrent: 5, freshness: 'stale' })).toBeNull();
    expect(announcer.next(TEN + 61_000, { concurrent: 6, freshness: 'current' })).toEqual({ kind: 'back' });
  });

  it('is silent before there are figures', () => {
    expect(new Announcer().next(TEN, { concurrent: null, freshness: 'none' })).toBeNull();
  });
});
