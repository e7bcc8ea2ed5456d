import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';
import type { Tenant } from '../support/tenant.ts';
import { Cluster } from './cluster.ts';
import { awayOn, Crowd, expectRight, joinDegraded } from './crowd.ts';
import { expectSameStates } from './same-states.ts';

const PUT = { method: 'PUT', body: {} };

describe.runIf(canStartRedis)('nodes whose Redis', () => {
  let redis: RedisServer;
  let cluster: Cluster;

  beforeAll(async () => {
    redis = await RedisServer.start();
    await redis.shutdown();
    cluster = new Cluster({ urls: [redis.url, redis.url, redis.url] });
    await cluster.start();
  });

  afterAll(async () => {
    await cluster.close();
    await redis.close();
  });

  it('is not there yet say so, let people in, and are right when it comes', async () => {
    const tenants = cluster.tenants('boot');
    for (const { url } of cluster.nodes) {
      expect((await fetch(`${url}/livez`)).status).toBe(200);
      const ready = await fetch(`${url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ reasons: [expect.stringMatching(/^the log /)] });
    }
    const people = await Promise.all(tenants.map((tenant, index) => tenant.connect(`p${index}`)));
    await Promise.all(people.map(joinDegraded));
    await expectDegraded(tenants);
    const acks = people.map((person) => person.engage('hall', 'reaction', { reaction: 'clap' }));

    await redis.restart();
    await expectRight(tenants, { concurrent: 3, joins: 3, engagements: 3 });
    await Promise.all(acks);
  });

  it.each([
    ['is killed and comes back after 5 s', 'killed', killed],
    ['has lost its disk', 'wiped', wiped],
    ['stands for 10 s', 'stopped', stopped],
    ['takes nothing for 10 s', 'paused', paused],
  ])('%s stand still, and go on where they were', { timeout: 60_000 }, async (_what, org, fault) => {
    const tenants = cluster.tenants(org);
    const crowd = await Crowd.enter(tenants);
    const away = fault();
    await awayOn(cluster);
    await expectDegraded(tenants);
    crowd.liveOn(joinDegraded);
    await away;
    await crowd.isRight();
  });

  it('forgets everything go on where they were', async () => {
    const crowd = await Crowd.enter(cluster.tenants('flushed'));
    await redis.command('FLUSHALL');
    crowd.liveOn((client) => client.join('hall'));
    await crowd.isRight();
  });

  it('has done all that to them have read one log to one state', async () => {
    await expectSameStates(cluster);
    expect(cluster.nodes.map(({ complaints }) => complaints)).toEqual(['', '', '']);
  });

  async function killed(): Promise<void> {
    await redis.kill();
    await setTimeout(5_000);
    await redis.restart();
  }

  async function wiped(): Promise<void> {
    await redis.kill();
    await awayOn(cluster);
    await redis.restart({ wipe: true });
  }

  async function stopped(): Promise<void> {
    redis.stop();
    await setTimeout(10_000);
    redis.cont();
  }

  async function paused(): Promise<void> {
    await redis.command('CLIENT', 'PAUSE', '10000', 'WRITE');
    await setTimeout(10_000);
  }
});

/** Figures stand and say so, and the catalogue takes nothing. */
async function expectDegraded(tenants: readonly Tenant[]): Promise<void> {
  for (const tenant of tenants) {
    expect(await tenant.counters('session:hall')).toMatchObject({ degraded: true });
    const { status, json } = await tenant.call('/v1/events/later', PUT);
    expect({ status, code: json.code }).toEqual({ status: 503, code: 'unavailable' });
  }
}
