import { setTimeout } from 'node:timers/promises';
import type { Random } from '../../server/demo/random.ts';
import type { Way } from '../support/proxy-link.ts';
import type { RedisServer } from '../support/redis-server.ts';
import type { TcpProxy } from '../support/tcp-proxy.ts';
import type { Cluster } from './cluster.ts';

export interface FaultsOptions {
  readonly cluster: Cluster;
  readonly redis: RedisServer;
  /** Between each node and Redis. */
  readonly proxies: readonly TcpProxy[];
  readonly random: Random;
}

const KINDS = [
  'killNode',
  'stopNode',
  'killRedis',
  'stopRedis',
  'dropLink',
  'delayLink',
  'halveLink',
] as const;

type Kind = (typeof KINDS)[number];

/** What befalls nodes, Redis, and the links between them, at random. */
export class Faults {
  readonly #options: FaultsOptions;
  /** What was done, for who looks into a failure. */
  readonly done: string[] = [];

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** Everything once, in any order; sometimes the next comes before the nodes have recovered from the last. */
  async round(): Promise<void> {
    const { random, cluster } = this.#options;
    const order = KINDS.map((kind) => ({ kind, at: random.next() })).sort((a, b) => a.at - b.at);
    for (const { kind } of order) {
      await this.#do(kind);
      if (random.chance(0.5)) await cluster.ready();
    }
    await cluster.ready();
  }

  async #do(kind: Kind): Promise<void> {
    const { random, cluster, redis, proxies } = this.#options;
    const index = Math.floor(random.next() * cluster.nodes.length);
    const node = cluster.node(index);
    const proxy = proxies[index];
    if (proxy === undefined) throw new Error(`node ${index} has no proxy`);
    const ms = Math.round(random.between(100, 3_000));
    this.done.push(`${kind} of ${index} for ${ms} ms`);
    switch (kind) {
      case 'killNode':
        await node.kill();
        await node.start();
        return;
      case 'stopNode':
        node.signal('SIGSTOP');
        await setTimeout(5_000);
        node.signal('SIGCONT');
        return;
      case 'killRedis':
        await redis.kill();
        await redis.restart();
        return;
      case 'stopRedis':
        redis.stop();
        await setTimeout(ms);
        redis.cont();
        return;
      case 'dropLink':
        await proxy.drop();
        await setTimeout(ms);
        await proxy.restore();
        return;
      case 'delayLink':
        proxy.pause();
        await setTimeout(ms);
        proxy.resume();
        return;
      case 'halveLink':
        // A connection that ends before is never cut.
        await Promise.race([halve(proxy, random.chance(0.5) ? 'to-target' : 'to-client'), setTimeout(ms)]);
        return;
    }
  }
}

async function halve(proxy: TcpProxy, way: Way): Promise<void> {
  if (proxy.connections > 0) await proxy.halve(way);
}
