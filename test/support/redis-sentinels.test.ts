import { createClient, createSentinel } from 'redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canStartRedis } from './redis-process.ts';
import { startSentinels } from './redis-sentinels.ts';
import type { RedisServer } from './redis-server.ts';

/** Resolves when the replicas have it, too: WAIT knows the writes of its own connection only. */
async function writeTo({ url }: RedisServer, { value, replicas }: { value: string; replicas: number }) {
  const client = await createClient({ url }).connect();
  await client.set('key', value);
  expect(await client.wait(replicas, 5_000)).toBe(replicas);
  client.destroy();
}

describe.runIf(canStartRedis)('sentinels', () => {
  it('make a replica the master when the master is killed, and again', async () => {
    const group = await startSentinels();
    const first = group.master;
    await writeTo(first, { value: 'kept', replicas: 2 });

    const second = await group.failover();
    expect(second).not.toBe(first);
    expect(await second.command('GET', 'key')).toBe('kept');
    await writeTo(second, { value: 'written', replicas: 1 });
    expect(group.replicas).not.toContain(second);

    const third = await group.switched(() => second.stop());
    expect(third).not.toBe(second);
    expect(await third.command('GET', 'key')).toBe('written');
    second.cont();
  });

  it('lead a client to the new master', async () => {
    const group = await startSentinels({ replicas: 1 });
    const { name, sentinelRootNodes } = group;
    const client = createSentinel({ name, sentinelRootNodes });
    client.on('error', () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    await client.set('key', 'old');

    const changed = new Promise<void>((resolve) => {
      client.on('topology-change', (event: { type: string }) => {
        if (event.type === 'MASTER_CHANGE') resolve();
      });
    });
    const promoted = await group.failover();
    await changed;
    await client.set('key', 'new');
    expect(await promoted.command('GET', 'key')).toBe('new');
  });
});
