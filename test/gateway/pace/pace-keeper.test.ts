import { expect, it } from 'vitest';
import { readConfig } from '../../../server/config.ts';
import { PaceKeeper } from '../../../server/gateway/pace/pace-keeper.ts';

function setUp(environment: Record<string, string> = {}) {
  const seen = { at: 0, presences: 0, costMs: 0.01, lagMs: 0 };
  const keeper = new PaceKeeper({
    config: readConfig(environment),
    monotonic: () => seen.at,
    presences: () => seen.presences,
    costMs: () => seen.costMs,
    lagMs: () => seen.lagMs,
  });
  const look = (presences: number, looks = 1) => {
    seen.presences = presences;
    for (let count = 0; count < looks; count++) {
      seen.at += keeper.lookEveryMs;
      keeper.look();
    }
  };
  return { keeper, look };
}

it('looks three times a heartbeat, and ten times a second at most', () => {
  expect(setUp().keeper.lookEveryMs).toBe(5000);
  expect(setUp({ HEARTBEAT_SECONDS: '0.1' }).keeper.lookEveryMs).toBe(100);
});

it('gives one object for as long as a pace lasts', () => {
  const { keeper, look } = setUp();
  const first = keeper.current;
  look(1000);
  expect(keeper.current).toBe(first);
  expect(first).toEqual({ heartbeatMs: 15_000, timeoutMs: 45_000 });
  look(200_000);
  expect(keeper.current).toEqual({ heartbeatMs: 30_000, timeoutMs: 90_000 });
});

it('says what it has seen and done', () => {
  const { keeper, look } = setUp();
  expect(keeper.figures).toEqual({ presences: 0, costMs: 0.01, share: 0, raised: 0, lowered: 0 });
  look(240_000);
  expect(keeper.figures).toEqual({ presences: 240_000, costMs: 0.01, share: 0.08, raised: 1, lowered: 0 });
  look(0, 13);
  expect(keeper.figures).toEqual({ presences: 0, costMs: 0.01, share: 0, raised: 1, lowered: 1 });
});

it('never changes where the longest heartbeat is the shortest', () => {
  const { keeper, look } = setUp({ HEARTBEAT_MAX_SECONDS: '15' });
  const first = keeper.current;
  look(10_000_000, 100);
  expect(keeper.current).toBe(first);
});
