import { describe, expect, it } from 'vitest';
import { InsightStore } from '../../../server/dashboard/store/insight-store.ts';
import { ServerClock } from '../../../server/dashboard/store/server-clock.ts';
import { iso, TEN } from '../fixtures/counters.ts';
import { FakeRest } from '../fixtures/fake-rest.ts';

const MINUTE = 60_000;

function opened() {
  const rest = new FakeRest();
  const values = [null, 3, 4, null];
  const points = values.map((value, index) => ({ start: iso(TEN + index * MINUTE), value }));
  rest.answers.set('/v1/events/demo/series', { groups: [{ session: 's1', points }] });
  const items = [
    { session: 's1', figures: { engagedPercent: 40 } },
    { session: 's2', figures: null },
  ];
  rest.answers.set('/v1/events/demo/comparison', { items });
  const time = { at: TEN + 2000 };
  const clock = new ServerClock(() => time.at);
  return { rest, time, store: new InsightStore({ event: 'demo', rest, clock, random: () => 0 }) };
}

describe('what the cards of sessions show', () => {
  it('is the last hour and who engaged; nobody was where there is no curve, and a gap stays one', async () => {
    const { store, rest } = opened();
    await store.tick();
    expect(Object.fromEntries(store.insights.value)).toEqual({
      s1: { curve: [null, 3, 4, null], engagedPercent: 40 },
      s2: { curve: [null, 0, 0, null], engagedPercent: null },
    });
    expect(rest.paths[0]).toContain(`from=${iso(TEN - 60 * MINUTE)}&to=${iso(TEN + MINUTE)}`);
  });

  it('is asked for again each minute, the rates every fifth', async () => {
    const { store, rest, time } = opened();
    for (let minute = 0; minute < 6; minute++) {
      await store.tick();
      time.at += MINUTE;
    }
    expect(rest.paths.filter((path) => path.includes('/series'))).toHaveLength(6);
    expect(rest.paths.filter((path) => path.includes('/comparison'))).toHaveLength(2);
  });
});
