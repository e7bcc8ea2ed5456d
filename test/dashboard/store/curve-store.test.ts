import { describe, expect, it } from 'vitest';
import { RestError } from '../../../server/dashboard/rest/rest-client.ts';
import { CurveStore } from '../../../server/dashboard/store/curve-store.ts';
import { TestClock } from '../fixtures/clock.ts';
import { counters, iso, TEN } from '../fixtures/counters.ts';
import { FakeRest } from '../fixtures/fake-rest.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const startOfDay = (at: number) => Math.floor(at / DAY) * DAY;

function opened(at = TEN) {
  const clock = new TestClock(at);
  const rest = new FakeRest();
  const store = new CurveStore({
    scope: 'event:demo',
    rest,
    clock: clock.server,
    random: () => 0,
    startOfDay,
  });
  const averages = () => store.curve.value?.points.map((point) => (point ? point.average : null)).slice(-4);
  const grow = (start: number, average: number) =>
    store.grow({ ...counters().minute, start: iso(start), average });
  return { clock, rest, store, averages, grow };
}

describe('CurveStore', () => {
  it('asks for the whole of today first, then for the tail only', async () => {
    const { clock, rest, store } = opened();
    rest.through = TEN;
    await store.tick();
    clock.at = TEN + MINUTE + 2000;
    rest.through = TEN + MINUTE;
    await store.tick();
    expect(rest.asked).toEqual([
      { from: startOfDay(TEN), to: TEN + MINUTE },
      { from: TEN - 5 * MINUTE, to: TEN + 2 * MINUTE },
    ]);
  });

  it('grows with the counters between the answers', async () => {
    const { rest, store, averages, grow } = opened();
    rest.minutes.set(TEN - MINUTE, { average: 2 });
    rest.through = TEN;
    await store.tick();
    grow(TEN, 3);
    grow(TEN, 4);
    expect(averages()?.slice(-2)).toEqual([2, 4]);
  });

  it('shows the open minute also when the counters came before the first answer', async () => {
    const { rest, store, averages, grow } = opened();
    rest.through = TEN;
    grow(TEN, 3);
    await store.tick();
    expect(averages()?.at(-1)).toBe(3);
  });

  it('asks from where it was last whole after the link was away, and what stays unknown is a gap', async () => {
    const { clock, rest, store, averages, grow } = opened();
    rest.through = TEN;
    await store.tick();
    grow(TEN, 3);
    clock.at = TEN + 3 * MINUTE;
    rest.minutes.set(TEN, { average: 5 }).set(TEN + 2 * MINUTE, { average: 6 });
    rest.through = TEN + 3 * MINUTE;
    store.hurry();
    await store.tick();
    grow(TEN + 3 * MINUTE, 7);
    expect(averages()).toEqual([5, null, 6, 7]);
  });

  it('asks again soon when the minute that has just ended is not stored yet', async () => {
    const { clock, rest, store } = opened();
    rest.through = TEN - MINUTE;
    await store.tick();
    clock.at = TEN + 3000;
    await store.tick();
    expect(rest.asked).toHaveLength(2);
  });

  it('keeps what it has when an answer fails', async () => {
    const { clock, rest, store, averages } = opened();
    rest.minutes.set(TEN - MINUTE, { average: 2 });
    rest.through = TEN;
    await store.tick();
    rest.failure = new RestError(503, 'unavailable', '');
    clock.at = TEN + 2 * MINUTE;
    await store.tick();
    expect(averages()?.at(-1)).toBe(2);
    expect(store.problem.value?.code).toBe('unavailable');
  });

  it('begins a new day at midnight, with its last hour before', async () => {
    const midnight = startOfDay(TEN) + DAY;
    const { clock, rest, store } = opened(midnight - 30_000);
    rest.through = midnight - MINUTE;
    await store.tick();
    clock.at = midnight + 40_000;
    await store.tick();
    expect(rest.asked.at(-1)?.from).toBe(midnight - HOUR);
    expect(store.curve.value?.from).toBe(midnight - HOUR);
  });
});
