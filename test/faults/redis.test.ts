import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCluster } from '../cluster/cluster.ts';
import { awayOn, Crowd, joinDegraded } from '../cluster/crowd.ts';
import { expectSameStates } from '../cluster/same-states.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer, startRedis } from '../support/redis-server.ts';
import { SOON } from '../support/soon.ts';

const SLEEP_S = 10;
const BUSY_MS = 6000;

describe.runIf(canStartRedis)('three nodes', () => {
  /** Everybody is counted, each once, when the fault is over. */
  async function expectPatience(redis: RedisServer, fault: () => Promise<void>): Promise<void> {
    const cluster = await startCluster({ urls: [redis.url, redis.url, redis.url] });
    const crowd = await Crowd.enter(cluster.tenants('acme'));
    const over = fault();
    await awayOn(cluster);
    crowd.liveOn(joinDegraded);
    await over;
    await crowd.isRight();
    await expectSameStates(cluster);
    expect(cluster.nodes.map(({ complaints }) => complaints)).toEqual(['', '', '']);
  }

  it('Redis that sleeps for ten seconds is waited for', async () => {
    const redis = await startRedis({ 'enable-debug-command': 'yes' });
    await expectPatience(redis, async () => {
      await redis.command('DEBUG', 'SLEEP', String(SLEEP_S));
    });
  });

  it('Redis that is busy with a script is waited for', async () => {
    const redis = await startRedis({ 'busy-reply-threshold': '100' });
    await expectPatience(redis, async () => {
      const script = redis.command('EVAL', 'while true do end', '0');
      await setTimeout(BUSY_MS);
      await redis.command('SCRIPT', 'KILL');
      await expect(script).rejects.toThrow('killed');
    });
  });
});

it.runIf(canStartRedis)('Redis without time series counts all the same, and says what it lacks', async () => {
  const redis = await RedisServer.run(({ port, folder }) => [
    ...['--port', String(port), '--dir', folder, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
  ]);
  onTestFinished(() => redis.close());
  const cluster = await startCluster({
    urls: [redis.url, redis.url, redis.url],
    environment: { LOG_LEVEL: 'warn' },
  });
  const [a, b] = cluster.tenants('acme');
  const ann = await a.enter('ann', 'hall');
  await ann.engage('hall', 'reaction', { reaction: 'clap' });
  await vi.waitFor(
    async () =>
      expect(await b.counters('session:hall')).toMatchObject({ concurrent: 1, engagement: { reaction: 1 } }),
    SOON,
  );
  const span = `from=${new Date(Date.now() - 600_000).toISOString()}&to=${new Date().toISOString()}`;
  const { status, json } = await b.call(`/v1/events/acme/series?groupBy=session&metric=peak&${span}`);
  expect({ status, json }).toMatchObject({ status: 200, json: { step: 'minute' } });
  expect(cluster.node(1).complaints).toMatch(/unknown command 'TS\./);
});
