import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import { type Cluster, startCluster } from '../cluster/cluster.ts';
import { sameCounters } from '../cluster/same-counters.ts';
import { expectSameStates } from '../cluster/same-states.ts';
import { truthSince } from '../cluster/truth.ts';
import { Visitor } from '../cluster/visitor.ts';
import { canStartRedis } from '../support/redis-process.ts';
import { startRedis } from '../support/redis-server.ts';
import { SOON } from '../support/soon.ts';
import { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';
import { expectChecked, expectSound, storedIds } from './stored.ts';

/** Sent away in three batches. */
const PEOPLE = 1500;
/** Few: while this process hears of them, the node goes on. */
const GONE_AT_MOST = PEOPLE / 10;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS = 2;
/** Longer than a start takes on a busy machine, with the attempts of those who were not told when to come back. */
const WINDOW_SECONDS = 45;
const ALL_BACK = { timeout: 40_000, interval: 100 };

/** People who stay, wherever they are sent, and react once each time that they come. */
class Crowd {
  readonly acknowledged = new Set<string>();
  readonly #visitors: readonly Visitor[];
  #onGone: () => void = () => {};

  constructor(random: Random, place: () => Tenant) {
    const enter = (client: TestClient) => this.#enter(client);
    this.#visitors = Array.from(
      { length: PEOPLE },
      (_, index) => new Visitor({ name: `p${index}`, random: random.fork(), place, enter }),
    );
    onTestFinished(() => {
      for (const visitor of this.#visitors) visitor.goAway();
    });
  }

  async come(): Promise<void> {
    await Promise.all(this.#visitors.map((visitor) => visitor.come()));
  }

  /** Resolves when so many have lost their connection from now on. */
  gone(people: number): Promise<void> {
    return new Promise((resolve) => {
      let left = people;
      this.#onGone = () => {
        if (--left === 0) resolve();
      };
    });
  }

  async allBack(): Promise<void> {
    await vi.waitFor(() => expect(this.#visitors.filter(({ isIn }) => !isIn)).toEqual([]), ALL_BACK);
  }

  async #enter(client: TestClient): Promise<void> {
    void client.closed.then(() => this.#onGone());
    await client.join('hall');
    this.acknowledged.add(await client.engage('hall', 'reaction', { reaction: 'clap' }));
  }
}

async function expectWhole(cluster: Cluster, tenants: readonly Tenant[], crowd: Crowd): Promise<void> {
  const reactions = crowd.acknowledged.size;
  expect(await sameCounters(tenants, 'session:hall')).toMatchObject({
    ...{ concurrent: PEOPLE, connections: PEOPLE, peak: { value: PEOPLE }, uniques: PEOPLE },
    engagement: { reaction: reactions },
  });
  await expectSameStates(cluster);
  for (const tenant of tenants) {
    expect(await tenant.movements('session:hall')).toEqual({ joins: PEOPLE, leaves: 0 });
    const stored = await storedIds(tenant, ['hall']);
    expect(stored).toHaveLength(reactions);
    expect(new Set(stored)).toEqual(crowd.acknowledged);
    await vi.waitFor(() => expectChecked(tenant), SOON);
  }
}

describe.runIf(canStartRedis)(`a node that is killed while it sends people away (seed ${SEED})`, () => {
  it.each([
    ['another', 2],
    ['the same, started again', 1],
  ])('splits no slice of those who come back to %s', { timeout: 300_000 }, async (_which, count) => {
    const redis = await startRedis();
    const cluster = await startCluster({
      urls: Array.from({ length: count }, () => redis.url),
      environment: {
        HASH_EVERY: '50',
        RESUME_SECONDS: String(WINDOW_SECONDS),
        MAX_ACCEPTS_PER_SECOND: '10000',
      },
    });
    const random = new Random(SEED);
    const tenants = cluster.nodes.map(({ url }) => new Tenant(url, 'acme', 'plain'));
    let place = 0;
    const crowd = new Crowd(random, () => tenants[place] as Tenant);
    await crowd.come();
    const { time: from } = await cluster.log.next(() => true);

    for (let kill = 0; kill < KILLS; kill++) {
      const node = cluster.node(place);
      const midst = crowd.gone(Math.round(random.between(1, GONE_AT_MOST)));
      place = (place + 1) % count;
      node.signal('SIGTERM');
      await midst;
      await node.kill();
      await node.start();
      await cluster.ready();
      await crowd.allBack();
    }

    const { goodbyes, ...truth } = truthSince(cluster, from);
    expect(truth).toEqual({ slices: PEOPLE, counts: new Set([PEOPLE]) });
    expect(goodbyes, 'each had said goodbye before it was killed').toBeLessThan(KILLS);
    await expectWhole(cluster, tenants, crowd);
    for (const node of cluster.nodes) {
      expect(await node.stop()).toBe(0);
      await expectSound(node.dataDir);
    }
  });
});
