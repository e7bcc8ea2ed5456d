import { describe, expect, it } from 'vitest';
import type { SliceAnswer } from '../../../../server/dashboard/rest/replay-answers.ts';
import { SpanTotals } from '../../../../server/dashboard/store/replay/span-totals.ts';
import { iso, TEN } from '../../fixtures/counters.ts';

const SECOND = 1000;
const at = (second: number) => TEN + second * SECOND;

/** Present from one second to another, watched all of it unless said otherwise. */
function slice(attendee: string, [from, to]: [number, number | null], parts: Partial<SliceAnswer> = {}) {
  const end = to === null ? null : iso(at(to));
  return {
    ...{ session: 's1', attendee, mode: 'live' as const, country: 'DE', start: iso(at(from)), end },
    ...{ countedUntil: end, watchedSeconds: to === null ? 0 : to - from },
    ...parts,
  };
}

const totals = (slices: SliceAnswer[], onAir = new Map()) =>
  new SpanTotals({ from: at(0), to: at(100), slices, onAir });

describe('the totals of a span', () => {
  it('count an attendee from the first instant on at which they counted in it', () => {
    const sum = totals([
      slice('ann', [-50, 10]),
      slice('bob', [20, 30]),
      slice('bob', [5, 10]),
      slice('cid', [40, null]),
      slice('gone', [-50, -10], { countedUntil: iso(at(0)) }),
      slice('empty', [7, 7]),
    ]);
    expect([0, 4, 5, 39, 40, 99].map((second) => sum.uniques(at(second)))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it('add up watch time within the span, which ends with the latest proof, not with the count', () => {
    const sum = totals([
      slice('ann', [-50, 10], { countedUntil: iso(at(55)) }),
      slice('bob', [20, 30]),
      slice('cid', [40, null]),
    ]);
    const watched = [0, 5, 10, 25, 60].map((second) => sum.watchSeconds(at(second)));
    expect(watched).toEqual([0, 5, 10, 15, 40]);
  });

  it('spread what was played over its slice', () => {
    const sum = totals([slice('ann', [0, 40], { mode: 'onDemand', watchedSeconds: 10 })]);
    expect(sum.watchSeconds(at(20))).toBe(5);
    expect(sum.watchSeconds(at(90))).toBe(10);
  });

  it('cut what was watched live to when the session was live', () => {
    const onAir = new Map([['s1', { from: at(10), to: at(30) }]]);
    const sum = totals([slice('ann', [0, 40], { watchedSeconds: 20 })], onAir);
    expect([5, 15, 35].map((second) => sum.watchSeconds(at(second)))).toEqual([0, 5, 20]);
  });

  it('tell no watch time where a session was live more often than is told', () => {
    const onAir = new Map([['s1', { from: at(0), to: at(40) }]]);
    const sum = totals([slice('ann', [0, 40], { watchedSeconds: 30 })], onAir);
    expect(sum.watchSeconds(at(35))).toBeNull();
    expect(sum.uniques(at(35))).toBe(1);
  });
});
