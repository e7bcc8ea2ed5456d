import { expect, it } from 'vitest';
import { Playback } from '../../server/gateway/playback.ts';

it('counts the advance of the position, and keeps the part that was played', () => {
  const playback = new Playback(10, 0);
  playback.report(25, 15_000);
  playback.report(40, 30_000);
  expect(playback.take(30_000)).toEqual({ advanceMs: 30_000, spans: [[10_000, 40_000]] });
});

it('counts never more than the time that has passed', () => {
  const playback = new Playback(0, 0);
  playback.report(20, 15_000);
  expect(playback.take(15_000)).toEqual({ advanceMs: 15_000, spans: [[0, 20_000]] });
});

it('counts nothing while the player stands still or goes back', () => {
  const playback = new Playback(60, 0);
  playback.report(60, 15_000);
  playback.report(5, 30_000);
  expect(playback.take(30_000)).toEqual({ advanceMs: 0, spans: [] });
});

it('takes a jump ahead for no part that was played', () => {
  const playback = new Playback(0, 0);
  playback.report(10, 10_000);
  playback.report(600, 12_000);
  playback.report(610, 22_000);
  expect(playback.take(22_000)).toEqual({
    advanceMs: 22_000,
    spans: [
      [0, 10_000],
      [600_000, 610_000],
    ],
  });
});

it('is due at the first report, then once a minute, or when many jumps came', () => {
  const playback = new Playback(0, 0);
  expect(playback.isDue(0)).toBe(false);
  playback.report(1, 1000);
  expect(playback.isDue(1000)).toBe(true);
  playback.take(1000);
  playback.report(2, 2000);
  expect(playback.isDue(2000)).toBe(false);
  expect(playback.isDue(61_000)).toBe(true);
  for (let jump = 0; jump < 40; jump++) {
    playback.report(1000 * (jump + 1), 3000 + jump * 20);
    playback.report(1000 * (jump + 1) + 0.01, 3010 + jump * 20);
  }
  expect(playback.isDue(3800)).toBe(true);
});

it('gives nothing when nothing was reported since', () => {
  const playback = new Playback(0, 0);
  expect(playback.take(0)).toBeUndefined();
  playback.report(1, 1000);
  playback.take(1000);
  expect(playback.take(2000)).toBeUndefined();
});

it('measures across the end of the 32-bit range', () => {
  const playback = new Playback(0, 0x7fff_ffff);
  playback.report(5, (0x7fff_ffff + 5000) | 0);
  expect(playback.take(0)?.advanceMs).toBe(5000);
});
