import { expect, test } from 'vitest';
import { engagementPercent, videoSeconds, watchedPercent } from '../../server/figures/video-length.ts';
import type { LiveWindow, SessionKind } from '../../server/live/catalogue.ts';
import { plainSessionDetails } from '../../server/live/plain.ts';

const NOON = Date.UTC(2026, 2, 2, 12);

test.each<[given: number | null, windows: LiveWindow[], kind: SessionKind, expected: number | null]>([
  [3540, [], 'mainStage', 3540],
  [3540, [[NOON, NOON + 1000]], 'mainStage', 3540],
  [null, [], 'mainStage', null],
  [null, [[NOON, NOON + 90_500]], 'expo', 90.5],
  [
    null,
    [
      [NOON, NOON + 1000],
      [NOON + 5000, NOON + 7000],
    ],
    'breakout',
    3,
  ],
  // It goes on, or nobody knows since when.
  [null, [[NOON, null]], 'mainStage', null],
  [
    null,
    [
      [NOON, NOON + 1000],
      [NOON + 5000, null],
    ],
    'mainStage',
    null,
  ],
  [null, [[null, NOON]], 'mainStage', null],
  [null, [[NOON, NOON]], 'mainStage', null],
  // There is none.
  [3540, [], 'workshop', null],
  [null, [[NOON, NOON + 1000]], 'networking', null],
])('given %s and live in %j a %s has a video of %s s', (videoDurationSeconds, windows, kind, expected) => {
  const details = { ...plainSessionDetails('s'), kind, videoDurationSeconds };
  expect(videoSeconds({ details, windows })).toBe(expected);
});

test.each([
  [90_000, 2, 60, 75],
  [90_000, 1, 60, 150],
  [10_000, 3, 60, 5.56],
  // Half of the last decimal goes up.
  [1527, 1, 4, 38.18],
  [0, 0, 60, null],
  [90_000, 2, null, null],
])('%i ms of %i people by a video of %s s are %s percent', (watchMs, watchers, video, expected) => {
  expect(watchedPercent(watchMs, watchers, video)).toBe(expected);
});

test('one person has seen all of a video at most', () => {
  expect([30_000, 60_000, 90_000].map((ms) => engagementPercent(ms, 60))).toEqual([50, 100, 100]);
  expect([engagementPercent(0, 60), engagementPercent(9, null)]).toEqual([0, null]);
});
