import { describe, expect, it } from 'vitest';
import { Playback } from '../../../../server/dashboard/store/replay/playback.ts';
import { lastStretch, spanWithin } from '../../../../server/dashboard/store/replay/replay-span.ts';
import { TEN } from '../../fixtures/counters.ts';

const HOUR = 3_600_000;

describe('the playback', () => {
  const start = () => new Playback({ from: TEN, to: TEN + HOUR }, TEN + 5000);

  it('goes on by whole seconds as fast as is wanted, but not while it is paused', () => {
    const playback = start();
    playback.pass(1000);
    expect(playback.at.value).toBe(TEN + 5000);
    playback.toggle();
    playback.pace(1);
    for (const [elapsed, second] of [
      [250, 5],
      [800, 6],
      [950, 7],
    ] as const) {
      playback.pass(elapsed);
      expect(playback.at.value).toBe(TEN + second * 1000);
    }
    playback.pace(600);
    playback.pass(500);
    expect(playback.at.value).toBe(TEN + 307_000);
    playback.pause();
    playback.pass(500);
    expect(playback.at.value).toBe(TEN + 307_000);
  });

  it('does not run on after a page was asleep', () => {
    const playback = start();
    playback.toggle();
    playback.pass(100_000);
    expect(playback.at.value).toBe(TEN + 65_000);
  });

  it('stops at the last second, and begins anew from there', () => {
    const playback = start();
    playback.seek(TEN + HOUR - 3000);
    playback.toggle();
    playback.pass(1000);
    expect([playback.at.value, playback.playing.value]).toEqual([TEN + HOUR - 1000, false]);
    playback.toggle();
    expect([playback.at.value, playback.playing.value]).toEqual([TEN, true]);
    playback.seek(TEN - 1);
    expect(playback.at.value).toBe(TEN);
  });
});

describe('what is replayed', () => {
  it.each([
    ['whole minutes', { from: TEN + 1, to: TEN + 90_001 }, { from: TEN, to: TEN + 120_000 }],
    ['nothing that is to come', { from: TEN, to: TEN + 9 * HOUR }, { from: TEN, to: TEN + 2 * HOUR }],
    ['nothing where all is to come', { from: TEN + 3 * HOUR, to: TEN + 4 * HOUR }, null],
    ['a week at most', { from: TEN - 900 * HOUR, to: TEN }, { from: TEN - 900 * HOUR, to: TEN - 732 * HOUR }],
  ])('is %s', (_, span, expected) => {
    expect(spanWithin(span, TEN + 2 * HOUR)).toEqual(expected);
  });

  it('is the last hours in which somebody was there, where nothing says when it was', () => {
    const far = Array.from({ length: 8 }, () => 0);
    expect(lastStretch([1, ...far, 2, 0, null, 3, 0])).toEqual({ first: 9, last: 12 });
    expect(lastStretch([0, null])).toBeNull();
  });
});
