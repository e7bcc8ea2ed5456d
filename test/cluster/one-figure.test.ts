import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../server/live/changes.ts';
import { allItems } from '../e2e/pages.ts';
import { metricOf } from '../support/metrics.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';
import { request } from '../support/rest.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import { engagement } from '../support/test-client.ts';
import { inSeconds } from '../support/tokens.ts';
import { Cluster } from './cluster.ts';
import { sameCounters } from './same-counters.ts';
import { expectSameStates } from './same-states.ts';
import { sliceFacts } from './slice-facts.ts';

/** The clock of the second node is ahead by so much: everything here holds all the same. */
const AHEAD_MS = 5_000;

describe.runIf(canStartRedis)('three nodes', () => {
  let redis: RedisServer;
  let cluster: Cluster;

  beforeAll(async () => {
    redis = await RedisServer.start();
    cluster = new Cluster({
      urls: [redis.url, redis.url, redis.url],
      of: (index) => (index === 1 ? { CLOCK_OFFSET_MS: String(AHEAD_MS) } : {}),
    });
    await cluster.start();
    await cluster.ready();
  });

  afterAll(async () => {
    await cluster.close();
    await redis.close();
  });

  it('push a join on one to a subscriber on another within 1.5 s', async () => {
    const [a, , c] = cluster.tenants('push');
    const desk = await c.connect('desk', { role: 'moderator' });
    await desk.subscribe('session:hall');
    const ann = await a.connect('ann');
    const from = performance.now();
    const joined = ann.join('hall');
    await desk.counters(({ concurrent }) => concurrent === 1);
    expect(performance.now() - from).toBeLessThan(1500);
    expect((await joined).concurrent).toBe(1);
  });

  it('give the same counters, in which an attendee with tabs on all of them is one', async () => {
    const tenants = cluster.tenants('tabs');
    const [a, b] = tenants;
    for (const tenant of tenants) await tenant.enter('ann', 'hall', { country: 'DE' });
    await a.enter('bob', 'hall', { country: 'US' });
    const cem = await b.connect('cem');
    await cem.join('hall', { mode: 'onDemand' });
    const expected = {
      ...{ concurrent: 3, connections: 5, uniques: 3, byMode: { live: 2, onDemand: 1 } },
      ...{ byCountry: { DE: 1, US: 1 }, peak: { value: 3 } },
    };
    for (const scope of ['session:hall', 'event:tabs', 'organization:tabs'] as const) {
      expect(await sameCounters(tenants, scope)).toMatchObject(expected);
    }
  });

  it('let somebody resume on another node', async () => {
    const tenants = cluster.tenants('resume');
    const [a, b] = tenants;
    const before = await a.enter('ann', 'hall');
    const started = await sliceFacts(a, 'hall');
    expect(started).toHaveLength(1);
    before.cut();
    await cluster.log.next(({ changes }) => changes.some(({ kind }) => kind === 'drop'));
    await b.enter('ann', 'hall');
    for (const tenant of tenants) {
      expect(await sliceFacts(tenant, 'hall')).toEqual(started);
      expect(await tenant.movements('session:hall')).toEqual({ joins: 1, leaves: 0 });
    }
    const expected = { concurrent: 1, connections: 1, peak: { value: 1 } };
    expect(await sameCounters(tenants, 'session:hall')).toMatchObject(expected);
  });

  it('put somebody out everywhere at once, and let nobody in with a deleted key, within a second', async () => {
    const tenants = cluster.tenants('out');
    const [a, b, c] = tenants;
    const token = a.token('boss', { role: 'admin' });
    const [onB, onC] = [await b.enter('ann', 'hall'), await c.enter('ann', 'hall')];
    const from = performance.now();
    await a.call('/v1/sessions/hall/kick', { method: 'POST', token, body: { attendee: 'ann', minutes: 1 } });
    for (const closed of [onB.closed, onC.closed]) expect(await closed).toMatchObject({ code: 4403 });
    expect(performance.now() - from).toBeLessThan(1000);
    expect(await (await c.connect('ann')).refusal({ type: 'join', session: 'hall' })).toBe('kicked');
    expect(await sameCounters(tenants, 'session:hall')).toMatchObject({ concurrent: 0, connections: 0 });

    const body = { name: 'desk', role: 'operator' };
    const { id, key } = (await a.call('/v1/keys', { method: 'POST', token, body })).json;
    const statuses = () =>
      Promise.all(
        tenants.map(
          async (tenant) => (await tenant.call('/v1/sessions/hall', { token: String(key) })).status,
        ),
      );
    await vi.waitFor(async () => expect(await statuses()).toEqual([200, 200, 200]), SOON);
    expect((await c.call(`/v1/keys/${id}`, { method: 'DELETE', token })).status).toBe(204);
    const deleted = performance.now();
    await vi.waitFor(async () => expect(await statuses()).toEqual([401, 401, 401]), { interval: 20 });
    expect(performance.now() - deleted).toBeLessThan(1000);
  });

  it('have a spike of 100 ms exactly in the peak', async () => {
    const tenants = cluster.tenants('spike');
    const [a] = tenants;
    await a.enter('ann', 'hall');
    const people = await Promise.all(
      tenants.flatMap((tenant, node) =>
        Array.from({ length: 20 }, (_, index) => tenant.connect(`p${node}-${index}`)),
      ),
    );
    await Promise.all(people.map((person) => person.join('hall')));
    await cluster.log.passes(100);
    await Promise.all(people.map((person) => person.leave('hall')));
    const expected = { concurrent: 1, peak: { value: 61 }, uniques: 61 };
    expect(await sameCounters(tenants, 'session:hall')).toMatchObject(expected);
    expect(await sameCounters(tenants, 'organization:spike')).toMatchObject(expected);
  });

  it('count an engagement once that is repeated on another, and see whose id it is', async () => {
    const tenants = cluster.tenants('engage');
    const [ann, annAgain] = await Promise.all(tenants.map((tenant) => tenant.enter('ann', 'hall')));
    const bob = await tenants[2].enter('bob', 'hall');
    const clap = engagement('hall', 'reaction', { reaction: 'clap' });
    await ann?.ask(clap, 'ack');
    await annAgain?.ask(clap, 'ack');
    expect(await bob.refusal(clap)).toBe('id_conflict');
    expect(await sameCounters(tenants, 'session:hall')).toMatchObject({ engagement: { reaction: 1 } });
    for (const tenant of tenants) {
      await tenant.settled();
      expect(await allItems(tenant, '/v1/sessions/hall/engagements')).toMatchObject([{ id: clap.id }]);
    }
  });

  it('answer the same of the past', async () => {
    const tenants = cluster.tenants('past');
    for (const [index, tenant] of tenants.entries()) {
      const client = await tenant.enter(`p${index}`, 'hall', { country: 'FR', name: `P ${index}` });
      await client.engage('hall', 'chat.message', { text: 'hello' });
      await client.leave('hall');
    }
    const from = new Date(Date.now() - 600_000).toISOString();
    const paths = [
      ...['slices', 'engagements', 'attendees', 'summary'].map((list) => `/v1/sessions/hall/${list}`),
      ...['session:hall', 'event:past'].map((scope) => `/v1/series/${scope}?from=${from}`),
    ];
    for (const path of paths) {
      const [first, ...others] = await Promise.all(tenants.map((tenant) => history(tenant, path)));
      for (const other of others) expect(other, path).toEqual(first);
    }
  });

  it('let one of many win who write at the same version', async () => {
    const tenants = cluster.tenants('race');
    await tenants[0].putSession('hall');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        tenants[index % 3]?.call('/v1/sessions/hall', {
          ...{ method: 'PUT', body: { title: `Title ${index}` }, headers: { 'if-match': '"1"' } },
        }),
      ),
    );
    const statuses = answers.map((answer) => answer?.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(49);
    const titles = await Promise.all(
      tenants.map(async (tenant) => {
        await tenant.settled();
        return (await tenant.call('/v1/sessions/hall')).json.title;
      }),
    );
    expect(titles).toEqual(titles.map(() => `Title ${statuses.indexOf(200)}`));
  });

  it('write no heartbeat into the log', async () => {
    const tenants = cluster.tenants('beats');
    const people = await Promise.all(
      Array.from({ length: 30 }, (_, index) => tenants[index % 3]?.enter(`p${index}`, 'hall')),
    );
    for (const person of people) person?.beat(100);
    const written: Entry[] = [];
    await cluster.log.passes(100);
    const first = await cluster.log.next(() => true);
    await cluster.log.next((entry) => {
      written.push(entry);
      return entry.time > first.time + 3_000;
    });
    expect(written.flatMap(({ changes }) => changes)).toEqual([]);
    const seconds = 4;
    expect(new Set(written.map(({ position }) => position)).size).toBeLessThanOrEqual(3 * seconds);
    const { text } = await request(cluster.node(0).url, '/metrics', {});
    expect(metricOf(text, 'headcount_heartbeats_total')).toBeGreaterThan(200);
  });

  it('agree on the time, whatever their own clocks say', async () => {
    const tenants = cluster.tenants('clocks');
    for (const tenant of tenants) {
      const client = await tenant.knock('ann', { exp: inSeconds(60) });
      const { serverTime } = await client.welcome();
      await client.join('hall');
      expect(Math.abs(Date.parse(serverTime) - Date.now())).toBeLessThan(AHEAD_MS / 2);
    }
    const [slice] = await tenants[1].slices('hall');
    expect(Math.abs(Date.parse(slice?.start ?? '') - Date.now())).toBeLessThan(AHEAD_MS / 2);
  });

  it('have read the same log to the same state', async () => {
    await cluster.log.passes(100);
    await expectSameStates(cluster);
    expect(cluster.nodes.map(({ complaints }) => complaints)).toEqual(['', '', '']);
  });
});

/** What a node answers, but for how far its file has come and for averages, which go on with time. */
async function history(tenant: Tenant, path: string): Promise<unknown> {
  await tenant.settled();
  const { status, text } = await tenant.call(path);
  expect(status).toBe(200);
  return JSON.parse(text, (key, value) => (CHANGING.has(key) ? undefined : value));
}

const CHANGING: ReadonlySet<string> = new Set(['dataThrough', 'average', 'to']);
