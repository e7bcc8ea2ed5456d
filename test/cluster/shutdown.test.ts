import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change, Entry } from '../../server/live/changes.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { RedisServer } from '../support/redis-server.ts';
import { Tenant } from '../support/tenant.ts';
import { Cluster } from './cluster.ts';
import { sameCounters } from './same-counters.ts';
import { sliceFacts } from './slice-facts.ts';

/** The resume window, and the hint that clients are given to come back. */
const WINDOW_MS = 1_000 + 10_000;

describe.runIf(canStartRedis)('a node that is asked to stop', () => {
  let redis: RedisServer;
  let cluster: Cluster;

  beforeAll(async () => {
    redis = await RedisServer.start();
    const urls = [redis.url, redis.url, redis.url];
    cluster = new Cluster({ urls, environment: { RESUME_SECONDS: '1' } });
    await cluster.start();
    await cluster.ready();
  });

  afterAll(async () => {
    await cluster.close();
    await redis.close();
  });

  it('sends everybody away and says goodbye; its people count until they could have come elsewhere', async () => {
    const [a, b, c] = cluster.tenants('acme');
    const desk = await c.connect('desk', { role: 'moderator' });
    await desk.subscribe('session:hall');
    const overSocketIo = new Tenant(cluster.node(0).url, 'acme', 'socketio');
    const [ann, bob] = [await a.enter('ann', 'hall'), await overSocketIo.enter('bob', 'hall')];
    await b.enter('cem', 'hall');
    const quiet = await a.connect('nobody');

    const goodbyeTold = cluster.log.next(({ changes }) => changes.some(({ kind }) => kind === 'stop'));
    expect(await cluster.node(0).stop()).toBe(0);
    const goodbye = await goodbyeTold;
    for (const client of [ann, bob, quiet]) expect((await client.closed).code).toBe(4503);
    expect(changesOf([goodbye], 'stop')).toEqual([{ kind: 'stop', windowMs: WINDOW_MS }]);
    const drops = cluster.log.entries.filter((entry) => changesOf([entry], 'drop').length > 0);
    expect(changesOf(drops, 'drop').map(({ windowMs }) => windowMs)).toEqual([WINDOW_MS, WINDOW_MS]);

    await c.enter('ann', 'hall');
    expect(await sameCounters([b, c], 'session:hall')).toMatchObject({ concurrent: 3, connections: 2 });
    const { at } = await desk.counters(
      (pushed) => Date.parse(pushed.at) > goodbye.time && pushed.concurrent < 3,
    );
    const left = drops.at(-1)?.time ?? 0;
    expect(Date.parse(at)).toBeGreaterThanOrEqual(left + WINDOW_MS);
    for (const tenant of [b, c]) {
      const slices = await tenant.slices('hall');
      expect(slices.map(({ attendee, endedBy }) => ({ attendee, endedBy }))).toEqual([
        { attendee: 'ann', endedBy: null },
        { attendee: 'bob', endedBy: 'drop' },
        { attendee: 'cem', endedBy: null },
      ]);
      const gone = slices.find(({ attendee }) => attendee === 'bob');
      expect(Date.parse(gone?.countedUntil ?? '')).toBe(left + WINDOW_MS);
      expect(Date.parse(gone?.end ?? '')).toBe(left);
    }
  });

  it('goes on after its next start where it was', async () => {
    await cluster.node(0).start();
    await cluster.ready();
    const tenants = cluster.tenants('acme');
    expect(await sameCounters(tenants, 'session:hall')).toMatchObject({
      ...{ concurrent: 2, connections: 2, uniques: 3, peak: { value: 3 } },
    });
    expect(await sliceFacts(tenants[0], 'hall')).toEqual(await sliceFacts(tenants[1], 'hall'));
  });

  it('does not wait for a Redis that is away', async () => {
    const [, , c] = cluster.tenants('acme');
    const client = await c.enter('dan', 'hall');
    await redis.kill();
    expect(await Promise.all(cluster.nodes.map((node) => node.stop()))).toEqual([0, 0, 0]);
    expect((await client.closed).code).toBe(4503);
  });
});

function changesOf<Kind extends Change['kind']>(entries: readonly Entry[], kind: Kind) {
  const changes = entries.flatMap((entry) => entry.changes);
  return changes.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
}
