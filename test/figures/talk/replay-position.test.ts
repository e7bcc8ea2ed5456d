import { expect, test } from 'vitest';
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
