import { describe, expect, it } from 'vitest';
import { unknownRuns } from '../../../server/dashboard/chart/gaps.ts';

describe('unknownRuns', () => {
  it('finds every run of unknown values, at the edges, too', () => {
    expect(unknownRuns([null, 1, null, null, 0, null])).toEqual([
      [0, 0],
      [2, 3],
      [5, 5],
    ]);
  });

  it('takes zero for a value', () => {
    expect(unknownRuns([0, 0])).toEqual([]);
  });
});
