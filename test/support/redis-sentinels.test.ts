import { createSentinel } from 'redis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canStartRedis } from './redis-process.ts';
import { startSentinels } from './redis-sentinels.ts';

describe.runIf(canStartRedis)('sentinels', () => {
  it('make a replica the master when the master is killed, and again', async () => {
    const group = await startSentinels();
    const first = group.master;
    await first.command('SET', 'key', 'kept');
    expect(await first.command('WAIT', '2', '5000')).toBe(2);

    const second = await group.failover();
    expect(second).not.toBe(first);
    expect(await second.command('GET', 'key')).toBe('kept');
    expect(await second.command('SET', 'key', 'written')).toBe('OK');
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
    expect(await group.master.command('WAIT', '1', '5000')).toBe(1);

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
