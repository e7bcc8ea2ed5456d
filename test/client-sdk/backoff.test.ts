import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../client-sdk/src/backoff.ts';

const delays = (closeCode: number, luck: number): number[] =>
  [0, 1, 2, 3, 4, 5, 6, 7, 500].map((attempt) => backoffMs({ attempt, closeCode, random: () => luck }));

describe('backoff', () => {
  it('doubles its ceiling from half a second to thirty seconds', () => {
    expect(delays(1006, 1)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is a random part of the ceiling, from nothing on', () => {
    expect(delays(1006, 0)).toEqual(Array(9).fill(0));
    expect(delays(1006, 0.25).slice(0, 3)).toEqual([125, 250, 500]);
  });

  it('spreads over ten seconds after a shutdown, whichever the attempt', () => {
    expect(delays(4503, 1)).toEqual(Array(9).fill(10_000));
  });

  it('is between half and all of what the server has asked for, and never more than thirty seconds', () => {
    const asked = (askedMs: number, luck: number) =>
      backoffMs({ attempt: 5, closeCode: 4503, askedMs, random: () => luck });
    expect([0, 0.5, 1].map((luck) => asked(8_000, luck))).toEqual([4_000, 6_000, 8_000]);
    expect([asked(0, 1), asked(3_600_000, 1)]).toEqual([0, 30_000]);
  });
});
