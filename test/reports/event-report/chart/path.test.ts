import { expect, test } from 'vitest';
import { areaPath, linePath, stretches } from '../../../../server/reports/event-report/chart/path.ts';

const GAPPED = [[0, 5], [1, 6], null, null, [4, 7], null] as const;

test('a gap ends a stretch and the next value begins another', () => {
  expect(stretches(GAPPED)).toEqual([
    [
      [0, 5],
      [1, 6],
    ],
    [[4, 7]],
  ]);
  expect(stretches([null, null])).toEqual([]);
});

test('lines and areas do not cross a gap', () => {
  expect(linePath(GAPPED)).toBe('M0 5L1 6M4 7h0');
  expect(areaPath(GAPPED, 9)).toBe('M0 9L0 5L1 6V9ZM4 9L4 7V9Z');
  expect([linePath([]), areaPath([null], 9)]).toEqual(['', '']);
});
