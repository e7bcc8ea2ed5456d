import { expect, it } from 'vitest';
import { MAX_RETRY_MS, retryAfterSeconds, spreadMs } from '../../server/gateway/goodbye.ts';

it('spreads the return of many people over ten seconds at most, and of few over one', () => {
  expect([0, 1, 1500, 6000, 15_000, 100_000].map(spreadMs)).toEqual([
    1000,
    1000,
    1000,
    4000,
    MAX_RETRY_MS,
    MAX_RETRY_MS,
  ]);
});

it('gives each a part of the spread in whole milliseconds, never more', () => {
  expect([0, 0.25, 0.33333, 1].map((luck) => retryAfterSeconds(4000, luck))).toEqual([0, 1, 1.334, 4]);
});
