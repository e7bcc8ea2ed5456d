import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { TestClient } from '../support/test-client.ts';
import { inSeconds } from '../support/tokens.ts';
import { FaultServer } from './server.ts';
import { canFail, FaultyDisk } from './shim/faulty-disk.ts';

/** Far more is said in a minute than may be in a second. */
const TIMES = { HEARTBEAT_SECONDS: '0.4', TIMEOUT_SECONDS: '2', RESUME_SECONDS: '1' };
const NAMES = ['ann', 'bob', 'cid'];
const HOUR_MS = 3_600_000;
/** Longer than the timeout and the window. */
const WATCH_MS = 4000;
const STAND_MS = 60_000;

/** People whose tokens outlast any jump, and who beat. */
async function enterAll(server: FaultServer): Promise<readonly TestClient[]> {
  const exp = inSeconds(5 * 3600);
  const people = await Promise.all(NAMES.map((name) => server.tenant().enter(name, 's1', { exp })));
  for (const person of people) person.beat(200);
  return people;
}

/** In a token that the jump does not end. */
async function figuresOf(server: FaultServer) {
  const tenant = server.tenant();
  const token = tenant.token('desk', { role: 'operator', exp: inSeconds(5 * 3600) });
  const { json } = await tenant.call('/v1/counters/session:s1', { token });
  const slices = await tenant.call('/v1/sessions/s1/slices', { token });
  return {
    at: Date.parse(String(json.at)),
    concurrent: json.concurrent,
    open: (slices.json.items as { end: string | null }[]).map(({ end }) => end),
  };
}

describe.runIf(canFail)('clocks', () => {
  it.each([
    ['an hour ahead', HOUR_MS],
    ['an hour back', -HOUR_MS],
    ['ten seconds ahead', 10_000],
  ])('a wall clock that jumps %s ends nobody and bends no curve', async (_what, aheadMs) => {
    const disk = new FaultyDisk();
    const server = await FaultServer.start({ ...disk.environment, ...TIMES });
    const people = await enterAll(server);
    const before = await figuresOf(server);
    const began = performance.now();
    disk.setClock(aheadMs);
    await setTimeout(WATCH_MS);
    const after = await figuresOf(server);
    const passed = performance.now() - began;
    expect(after).toMatchObject({ concurrent: 3, open: [null, null, null] });
    // Log time gives way to the wall clock by a tenth, and never jumps.
    expect(after.at - before.at).toBeGreaterThan(0.85 * passed - 500);
    expect(after.at - before.at).toBeLessThan(1.15 * passed + 500);
    for (const person of people) expect((await person.join('s1')).concurrent).toBe(3);
    expect((await server.program.stop()).code).toBe(0);
  });
});

it('a process that stood for a minute has lost nobody', { timeout: 3 * STAND_MS }, async () => {
  const server = await FaultServer.start({ DATA_DIR: temporaryFolder(), ...TIMES });
  const tenant = server.tenant();
  const people = await enterAll(server);
  await tenant.settled();
  const from = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
  server.program.signal('SIGSTOP');
  await setTimeout(STAND_MS);
  server.program.signal('SIGCONT');
  await setTimeout(WATCH_MS);
  expect(await figuresOf(server)).toMatchObject({ concurrent: 3, open: [null, null, null] });
  for (const person of people) expect((await person.join('s1')).concurrent).toBe(3);
  expect(await tenant.movements('session:s1')).toEqual({ joins: 3, leaves: 0 });
  await tenant.settled();
  const { json } = await tenant.call(`/v1/series/session:s1?step=second&from=${from}`);
  const peaks = (json.points as { peak: number | null }[]).map(({ peak }) => peak);
  expect(new Set(peaks)).toEqual(new Set([3, null]));
  expect(peaks.filter((peak) => peak === null).length).toBeGreaterThan(50);
});
