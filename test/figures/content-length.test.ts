import { expect, it } from 'vitest';
import { contentLength } from '../../server/figures/content-length.ts';
import type { LiveWindow } from '../../server/live/catalogue.ts';

const session = (windows: readonly LiveWindow[], videoDurationSeconds: number | null = null) => ({
  ...{ key: 1, event: 2, kind: 'mainStage' as const, windows, videoDurationSeconds },
});

it.each([
  ['nothing known', [session([])], { live: null, onDemand: null }],
  ['a video', [session([], 60)], { live: null, onDemand: 60_000 }],
  ['who was live has a video as long', [session([[100, 400]])], { live: 300, onDemand: 300 }],
  [
    'live until now',
    [
      session(
        [
          [100, 400],
          [700, null],
        ],
        60,
      ),
    ],
    { live: 600, onDemand: 60_000 },
  ],
  ['ended without a beginning', [session([[null, 400]])], { live: null, onDemand: null }],
  ['several', [session([[100, 400]]), session([], 60)], { live: 300, onDemand: 60_300 }],
])('%s', (_, sessions, expected) => {
  expect(contentLength(sessions, 1000)).toEqual(expected);
});
