import { expect, test } from 'vitest';
import { minuteNumber, minuteZero } from '../../../server/figures/minute-zero.ts';
import { replayPosition } from '../../../server/figures/talk/replay-position.ts';
import { MINUTE, T0 } from './talk-rows.ts';

const span = (start: number) => ({ start, end: start + MINUTE });

test('a place in the replay is counted from the goLive of its live window', () => {
  const windows = [
    [T0 + 1000, T0 + 10 * MINUTE],
    [T0 + 20 * MINUTE, null],
  ] as const;
  expect(replayPosition(span(T0), windows)).toBe(0);
  expect(replayPosition(span(T0 + MINUTE), windows)).toBe(59);
  expect(replayPosition(span(T0 + 12 * MINUTE), windows)).toBeNull();
  expect(replayPosition(span(T0 + 25 * MINUTE), windows)).toBe(300);
  expect(replayPosition(span(T0), [])).toBeNull();
  expect(replayPosition(span(T0), [[null, T0 + MINUTE]])).toBeNull();
});

test('minute 0 is that of the first goLive', () => {
  const zero = minuteZero([
    { windows: [[T0 + 90_000, null]] },
    {
      windows: [
        [null, T0],
        [T0 + 61_000, T0 + 62_000],
      ],
    },
    { windows: [] },
  ]);
  expect(zero).toBe(T0 + MINUTE);
  expect(minuteNumber(T0, zero)).toBe(-1);
  expect(minuteNumber(T0 + 3 * MINUTE - 1, zero)).toBe(1);
  expect(minuteZero([{ windows: [[null, T0]] }])).toBeNull();
  expect(minuteNumber(T0, null)).toBeNull();
});
