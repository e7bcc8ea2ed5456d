import { describe, expect, it } from 'vitest';
import { RestError } from '../../../../server/dashboard/rest/rest-client.ts';
import { Refresher } from '../../../../server/dashboard/store/session/refresher.ts';

function opened() {
  const world = { at: 0, asked: 0, takesMs: 0, failure: null as Error | null };
  const refresher = new Refresher({
    ask: () => {
      world.asked += 1;
      world.at += world.takesMs;
      return world.failure ? Promise.reject(world.failure) : Promise.resolve();
    },
    now: () => world.at,
    random: () => 0.5,
    idleMs: 60_000,
  });
  const tickAt = async (at: number) => {
    world.at = Math.max(world.at, at);
    await refresher.tick();
    return world.asked;
  };
  return { world, refresher, tickAt };
}

describe('Refresher', () => {
  it('asks at once, and then only when something has happened or a while has passed', async () => {
    const { refresher, tickAt } = opened();
    expect(await tickAt(0)).toBe(1);
    expect(await tickAt(5_000)).toBe(1);
    refresher.stir();
    expect(await tickAt(6_000)).toBe(2);
    expect(await tickAt(66_500)).toBe(3);
  });

  it('asks no more often than it can be read, nor than the server can bear', async () => {
    const { world, refresher, tickAt } = opened();
    await tickAt(0);
    refresher.stir();
    expect(await tickAt(1_000)).toBe(1);
    world.takesMs = 1_000;
    expect(await tickAt(2_000)).toBe(2);
    refresher.stir();
    expect(await tickAt(6_000)).toBe(2);
    expect(await tickAt(7_000)).toBe(3);
  });

  it('does not let who waits for it wait', async () => {
    const { refresher, tickAt } = opened();
    await tickAt(0);
    refresher.hurry();
    expect(await tickAt(1)).toBe(2);
  });

  it('asks again when it was hurried while an answer was on its way', async () => {
    const { world, refresher } = opened();
    const asking = refresher.tick();
    refresher.hurry();
    await asking;
    expect(world.asked).toBe(2);
  });

  it('tries again after a failure, later each time, but not what is not allowed', async () => {
    const { world, refresher, tickAt } = opened();
    world.failure = new RestError(503, 'unavailable', '');
    await tickAt(0);
    expect(refresher.problem.value?.code).toBe('unavailable');
    expect(await tickAt(1_400)).toBe(1);
    expect(await tickAt(1_600)).toBe(2);
    expect(await tickAt(4_000)).toBe(2);
    world.failure = new RestError(403, 'not_allowed', '');
    expect(await tickAt(5_000)).toBe(3);
    expect(await tickAt(999_000)).toBe(3);
  });
});
