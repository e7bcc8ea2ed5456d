import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import type { CountersMessage } from '../../server/protocol/server-messages.ts';
import { startRedis } from '../support/redis-server.ts';
import { Tenant } from '../support/tenant.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { sameCounters } from './same-counters.ts';
import { expectSameStates } from './same-states.ts';
import { truthSince } from './truth.ts';
import { Visitor, watcher } from './visitor.ts';

const ORG = 'acme';
/** Of the hint, and of what is left to do for a busy machine. */
const ALL_BACK = { timeout: 30_000, interval: 100 };
const TIMEOUT_MS = 120_000;

/** One in so many speaks Socket.IO. */
const SOCKET_IO_SHARE = 20;

/** Nodes that people are sent to. */
class Balancer {
  readonly #tenants: readonly Tenant[];
  readonly #random: Random;
  readonly #closed = new Set<number>();

  constructor(tenants: readonly Tenant[], random: Random) {
    this.#tenants = tenants;
    this.#random = random;
  }

  /** Nobody is sent to a node while something is done to it. */
  async without(index: number, work: () => Promise<void>): Promise<void> {
    this.#closed.add(index);
    await work();
    this.#closed.delete(index);
  }

  /** The same nodes to who speaks Socket.IO: `tenants` in that order. */
  readonly placeOf =
    (tenants: readonly Tenant[]): (() => Tenant) =>
    () =>
      tenants[this.#tenants.indexOf(this.place())] ?? this.place();

  readonly place = (): Tenant => {
    const open = this.#tenants.filter((_tenant, index) => !this.#closed.has(index));
    return this.#random.pick(open.map((tenant) => [tenant, 1] as const));
  };
}

async function restart(cluster: Cluster, index: number): Promise<void> {
  const node = cluster.node(index);
  expect(await node.stop()).toBe(0);
  await node.start();
  await cluster.ready([node]);
}

/** So many people stay through a deploy, node by node, and then through the death of a node. */
export function describeRollingDeploy(people: number): void {
  describe(`${people} people on three nodes`, () => {
    it('are counted, each once, through a rolling deploy and the death of a node', {
      timeout: TIMEOUT_MS,
    }, async () => {
      const redis = await startRedis();
      const cluster = await startCluster({
        urls: [redis.url, redis.url, redis.url],
        environment: { HASH_EVERY: String(Math.ceil(people / 100)), TIMEOUT_SECONDS: '30' },
      });
      const tenants = cluster.tenants(ORG);
      const random = new Random(people);
      const balancer = new Balancer(tenants, random);
      const { place } = balancer;
      const placeOverSocketIo = balancer.placeOf(
        cluster.nodes.map(({ url }) => new Tenant(url, ORG, 'socketio')),
      );
      const visitors = Array.from({ length: people }, (_, index) => {
        const enter = (client: { join(session: string): Promise<unknown> }) => client.join('hall');
        const at = index % SOCKET_IO_SHARE === 0 ? placeOverSocketIo : place;
        return new Visitor({ name: `p${index}`, random: random.fork(), place: at, enter });
      });
      const pushed: CountersMessage[] = [];
      const watchers = [1, 2, 3].map(() => watcher({ name: 'desk', random: random.fork(), place }, pushed));
      onTestFinished(() => {
        for (const visitor of [...visitors, ...watchers]) visitor.goAway();
      });
      await Promise.all(visitors.map((visitor) => visitor.come()));
      await Promise.all(watchers.map((one) => one.come()));
      const { time: from } = await cluster.log.next(() => true);
      pushed.length = 0;
      const allBack = () =>
        vi.waitFor(() => expect(visitors.filter(({ isIn }) => !isIn)).toEqual([]), ALL_BACK);

      for (const index of [0, 1, 2]) await balancer.without(index, () => restart(cluster, index));
      await allBack();
      await balancer.without(1, async () => {
        await cluster.node(1).kill();
        await allBack();
      });
      await cluster.node(1).start();
      await cluster.ready();

      const truth = truthSince(cluster, from);
      expect(truth).toEqual({ slices: people, counts: new Set([people]), goodbyes: 3 });
      const seen = pushed.filter(({ degraded }) => !degraded).map(({ concurrent }) => concurrent);
      expect(seen.length).toBeGreaterThan(3);
      expect(new Set(seen)).toEqual(new Set([people]));
      const figures = { concurrent: people, connections: people, peak: { value: people }, uniques: people };
      expect(await sameCounters(tenants, 'session:hall')).toMatchObject(figures);
      for (const tenant of tenants) {
        expect(await tenant.movements('session:hall')).toEqual({ joins: people, leaves: 0 });
      }
      await expectSameStates(cluster);
    });
  });
}
