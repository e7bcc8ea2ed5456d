import { describe, expect, it, onTestFinished } from 'vitest';
import { startCluster } from '../cluster/cluster.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { startRedis } from '../support/redis-server.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { startTestServer } from '../support/test-server.ts';
import { openReceiver } from '../webhooks/receiver.ts';

const LONG = { ...SOON, timeout: 120_000 };
const WRITERS = 16;

/** So many people register; each is told. */
async function register(tenant: Tenant, from: number, count: number): Promise<void> {
  let next = from;
  const write = async () => {
    for (let index = next++; index < from + count; index = next++) {
      const path = `/v1/events/fair/registrations/p${index}`;
      expect((await tenant.call(path, { method: 'PUT', body: {} })).status).toBeLessThan(300);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

async function webhookOf(tenant: Tenant, url: string) {
  const token = tenant.token('boss', { role: 'admin' });
  const body = { url, types: ['attendee.registered'] };
  const { json } = await tenant.call('/v1/webhooks', { method: 'POST', token, body });
  return String(json.id);
}

const countsOf = (tenant: Tenant, id: string) => async () =>
  (await tenant.call(`/v1/webhooks/${id}`, { token: tenant.token('boss', { role: 'admin' }) })).json
    .deliveries;

describe.runIf(canStartRedis)('several nodes', () => {
  it('tell everything, and another goes on where the one that told was killed', async () => {
    const redis = await startRedis();
    const cluster = await startCluster({
      urls: [redis.url, redis.url, redis.url],
      environment: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' },
    });
    const tenants = cluster.tenants('acme');
    const receiver = await openReceiver((response) => setTimeout(() => response.end(), 20));
    const id = await webhookOf(tenants[0], receiver.url);
    await tenants[0].call('/v1/events/fair', { method: 'PUT', body: {} });
    const metric = async ({ url }: { readonly url: string }) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(/headcount_webhook_attempts_total\{result="delivered"\} (\d+)/.exec(text)?.[1] ?? 0);
    };
    await register(tenants[1], 0, 400);
    await receiver.count(100);
    const told = await Promise.all(cluster.nodes.map(metric));
    expect(told.filter((count) => count > 0)).toHaveLength(1);
    const sender = told.findIndex((count) => count > 0);
    await cluster.node(sender).kill();
    const others = tenants.filter((_, index) => index !== sender);
    const [other = tenants[0]] = others;
    await register(other, 400, 100);
    for (const tenant of others)
      await expect
        .poll(countsOf(tenant, id), LONG)
        .toEqual({ pending: 0, delivered: 500, exhausted: 0, dropped: 0 });
    const bySequence = new Map<number, string>();
    for (const { body, headers } of receiver.received) {
      const { sequence } = JSON.parse(body) as { sequence: number };
      expect(bySequence.get(sequence) ?? headers['webhook-id']).toBe(headers['webhook-id']);
      bySequence.set(sequence, headers['webhook-id'] ?? '');
    }
    expect([...bySequence.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 500 }, (_, i) => i + 1),
    );
    expect(receiver.received.length - 500).toBeLessThanOrEqual(128);
  });
});

describe('ten thousand that wait', () => {
  it('come in order when the receiver is there again, in bounded memory', async () => {
    const server = await startTestServer({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.1', LOG_LEVEL: 'error' });
    const tenant = server.tenant();
    let isUp = false;
    const receiver = await openReceiver((response) => response.writeHead(isUp ? 200 : 503).end());
    const id = await webhookOf(tenant, receiver.url);
    await tenant.call('/v1/events/fair', { method: 'PUT', body: {} });
    await register(tenant, 0, 9990);
    expect(await countsOf(tenant, id)()).toMatchObject({ pending: 9990, dropped: 0 });
    const failed = receiver.received.length;
    expect(failed).toBeLessThan(100);
    isUp = true;
    const token = tenant.token('boss', { role: 'admin' });
    await tenant.call(`/v1/webhooks/${id}/test`, { method: 'POST', token, body: {} });
    await expect.poll(countsOf(tenant, id), LONG).toMatchObject({ pending: 0, delivered: 9991 });
    const order = receiver.received
      .slice(failed)
      .map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence);
    // Four are on their way at a time; what had failed before was due later.
    const rest = order.slice(200);
    expect(rest.every((sequence, index) => index < 8 || sequence > (rest[index - 8] ?? 0))).toBe(true);
    onTestFinished(() => expect(server.errorsLogged).toEqual([]));
  });
});
