import { describe, expect, it } from 'vitest';
import { SPAN, type Track } from '../../../../server/dashboard/store/session/second-curve.ts';
import { SecondCurveStore } from '../../../../server/dashboard/store/session/second-curve-store.ts';
import type { Counters } from '../../../../server/protocol/server-messages.ts';
import { counters, iso, TEN } from '../../fixtures/counters.ts';
import { type Known, seriesPoint } from '../../fixtures/fake-rest.ts';
import { SessionWorld } from '../../fixtures/session-world.ts';

const SERIES = '/v1/series/session:s1';

function opened(track: Track = 'all') {
  const world = new SessionWorld();
  const known = new Map<number, Known>();
  const through = { at: TEN };
  world.rest.answers.set(SERIES, (query: URLSearchParams) => {
    const points = [];
    for (let at = Date.parse(query.get('from') ?? ''); at < Date.parse(query.get('to') ?? ''); at += 1000) {
      points.push(seriesPoint(at, known.get(at) ?? null));
    }
    return { dataThrough: iso(through.at), points };
  });
  const store = new SecondCurveStore(world.ports, track);
  /** Averages of the last seconds before the present one. */
  const last = (count: number) => {
    const { from = 0, points = [] } = store.curve.value ?? {};
    const now = Math.floor(world.clock.at / 1000) - from;
    return Array.from({ length: count }, (_, index) => points[now - count + index]?.average ?? null);
  };
  const push = (seconds: number, over: Partial<Counters>) => {
    world.clock.at = TEN + seconds * 1000;
    const pushed = counters({ at: iso(world.clock.at), ...over });
    store.grow(pushed);
    return pushed;
  };
  const pass = (seconds: number, current: Counters | null) => {
    world.clock.at = TEN + seconds * 1000;
    store.grow(current);
  };
  return { world, known, through, store, last, push, pass };
}

const minute = (joins: number, leaves: number) => ({ ...counters().minute, joins, leaves });

describe('SecondCurveStore', () => {
  it('has the last fifteen minutes from REST, gaps as gaps', async () => {
    const { world, known, store, last } = opened();
    known.set(TEN - 3000, { average: 4 }).set(TEN - 1000, { average: 6 });
    await store.tick();
    expect(last(3)).toEqual([4, null, 6]);
    expect(world.rest.paths[0]).toContain('step=second');
    expect(store.curve.value?.points).toHaveLength(SPAN);
  });

  it('holds the figure while no counters come, and has both figures in a second in which they do', async () => {
    const { store, last, push, pass } = opened();
    await store.tick();
    push(0, { concurrent: 5, minute: minute(2, 1) });
    const pushed = push(3, { concurrent: 7, minute: minute(4, 1) });
    pass(6, pushed);
    expect(last(5)).toEqual([5, 5, 7, 7, 7]);
    const point = store.curve.value?.points.at(-3);
    expect(point).toMatchObject({ minimum: 5, peak: 7, joins: 2, leaves: 0, uniques: null });
  });

  it('leaves a gap where the figures were not those of the moment', async () => {
    const { store, last, push, pass } = opened();
    await store.tick();
    const pushed = push(0, { concurrent: 5 });
    pass(2, pushed);
    pass(3, null);
    push(6, { concurrent: 7 });
    pass(8, push(7, { concurrent: 7 }));
    expect(last(7)).toEqual([5, null, null, null, null, null, 7]);
  });

  it('takes the exact figures of REST for what the counters have told, once they are final', async () => {
    const { world, known, through, store, last, push, pass } = opened();
    await store.tick();
    pass(3, push(0, { concurrent: 5 }));
    known.set(TEN + 1000, { average: 5.5 }).set(TEN + 2000, { average: 9 });
    through.at = TEN + 2000;
    world.clock.at = TEN + 90_000;
    await store.tick();
    const { from = 0, points = [] } = store.curve.value ?? {};
    const at = (second: number) => points[TEN / 1000 + second - from]?.average;
    expect([at(1), at(2)]).toEqual([5.5, 5]);
    expect(last(80).every((value) => value === null)).toBe(true);
  });

  it('asks again soon for what was not final yet and the counters have not told', async () => {
    const { world, known, through, store, last, push, pass } = opened();
    const pushed = push(1, { concurrent: 5 });
    pass(2, pushed);
    await store.tick();
    pass(4, pushed);
    expect(last(4)).toEqual([null, null, 5, 5]);
    known.set(TEN, { average: 4 }).set(TEN + 1000, { average: 4.5 });
    through.at = TEN + 2000;
    await store.tick();
    expect(last(4)).toEqual([4, 4.5, 5, 5]);
    expect(world.rest.paths).toHaveLength(2);
  });

  it('forgets what is older than its span', async () => {
    const { store, pass } = opened();
    await store.tick();
    pass(60, null);
    expect(store.curve.value?.from).toBe(TEN / 1000 + 60 - SPAN);
    expect(store.curve.value?.points.length).toBeLessThanOrEqual(SPAN);
  });

  it('is of one mode where that is wanted, of which joins are known only to REST', async () => {
    const { world, store, last, push, pass } = opened('onDemand');
    await store.tick();
    pass(3, push(0, { byMode: { live: 2, onDemand: 1 } }));
    expect(last(2)).toEqual([1, 1]);
    expect(store.curve.value?.points.at(-1)?.joins).toBeNull();
    expect(world.rest.paths[0]).toContain('mode=onDemand');
  });
});
