import { expect, it } from 'vitest';
import { paceAt, paceMessage, rungs } from '../../../server/gateway/pace/pace.ts';

const DEFAULT = { heartbeatMs: 15_000, timeoutMs: 45_000 };

it('allows three beats to be missed at every pace, as the defaults do', () => {
  expect([15_000, 30_000, 120_000].map((ms) => paceMessage(paceAt(DEFAULT, ms)))).toEqual([
    { type: 'pace', heartbeatSeconds: 15, timeoutSeconds: 45 },
    { type: 'pace', heartbeatSeconds: 30, timeoutSeconds: 90 },
    { type: 'pace', heartbeatSeconds: 120, timeoutSeconds: 360 },
  ]);
});

it('doubles the heartbeat up to the longest', () => {
  expect(rungs(15, 120)).toEqual([15, 30, 60, 120]);
  expect(rungs(15, 100)).toEqual([15, 30, 60, 100]);
  expect(rungs(15, 15)).toEqual([15]);
});

it('never has a timeout below two heartbeats, nor below the heartbeat of the rung above', () => {
  for (const [heartbeatMs, timeoutMs, mostMs] of [
    [15_000, 30_000, 120_000],
    [15_000, 45_000, 100_000],
    [200, 60_000, 120_000],
    [15_000, 3_600_000, 3_600_000],
  ] as const) {
    const paces = rungs(heartbeatMs, mostMs).map((ms) => paceAt({ heartbeatMs, timeoutMs }, ms));
    for (const [index, pace] of paces.entries()) {
      expect(pace.timeoutMs).toBeGreaterThanOrEqual(2 * pace.heartbeatMs);
      expect(pace.timeoutMs).toBeGreaterThanOrEqual(paces[index + 1]?.heartbeatMs ?? 0);
    }
  }
});
