import { describe, expect, it, vi } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { startRedis } from '../support/redis-server.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import type { Tenant } from '../support/tenant.ts';
import { startCluster } from './cluster.ts';

const concurrentIs = (tenant: Tenant, value: number) =>
  vi.waitFor(async () => expect((await tenant.counters('session:hall')).concurrent).toBe(value), {
    timeout: 20_000,
    interval: 100,
  });

describe.runIf(canStartRedis)('a node that alone is cut off from the log', () => {
  it('is held for dead by the others, brings its people back, and tells those who may not', async () => {
    const redis = await startRedis();
    const proxy = await startProxy(redis.port);
    const cluster = await startCluster({
      urls: [`redis://127.0.0.1:${proxy.port}`, redis.url, redis.url],
      environment: { RESUME_SECONDS: '0.5' },
    });
    const [cut, other] = cluster.tenants('cut');
    const ann = await cut.enter('ann', 'hall');
    await ann.join('bar');
    await other.enter('bob', 'hall');
    await concurrentIs(other, 2);

    await proxy.drop();
    await concurrentIs(other, 1);
    await other.act('bar', 'end');
    await proxy.restore();
    expect(await ann.next('error')).toMatchObject({ code: 'replay_off' });
    await concurrentIs(other, 2);
    await concurrentIs(cut, 2);
    expect(await ann.leave('hall')).toMatchObject({ session: 'hall' });
    expect(await ann.refusal({ type: 'leave', session: 'bar' })).toBe('not_joined');
  });
});
