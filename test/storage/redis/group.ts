import { expect, type TestContext } from 'vitest';
import type { RedisLogOptions } from '../../../storage/redis/options.ts';
import { RedisServer, type RedisSettings } from '../../support/redis-server.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';
import { Witness } from './witness.ts';

/** Cases run side by side, so each cleans up by its own context. */
export type Context = Pick<TestContext, 'onTestFinished'>;

export const DURABLE: RedisSettings = { appendonly: 'yes', appendfsync: 'always' };

export async function newServer({ onTestFinished }: Context, settings?: RedisSettings): Promise<RedisServer> {
  const server = await RedisServer.start(settings);
  onTestFinished(() => server.close());
  return server;
}

export async function newProxy({ onTestFinished }: Context, target: number): Promise<TcpProxy> {
  const proxy = await TcpProxy.start(target);
  onTestFinished(() => proxy.close());
  return proxy;
}

type Options = Omit<RedisLogOptions, 'node'>;

export function newWitness({ onTestFinished }: Context, name: string, options: Options): Witness {
  const witness = new Witness(name, options);
  onTestFinished(() => witness.log.close());
  return witness;
}

/** Two nodes that follow the log, and have each written something. */
export async function twoNodes(context: Context, options: Options, more: Partial<Options> = {}) {
  const a = newWitness(context, 'a', options).start();
  const b = newWitness(context, 'b', { ...options, url: options.url, ...more }).start();
  const nodes = [a, b] as const;
  for (const node of nodes) node.submit(3);
  await settled(nodes);
  // A busy machine may have taken long to get here.
  for (const node of nodes) node.aways = 0;
  return { a, b, nodes };
}

/** All have everything of all. */
export async function settled(nodes: readonly Witness[]): Promise<void> {
  const hasAll = (node: Witness) => {
    const applied = new Set(node.applied);
    return nodes.every(({ name, submitted }) => submitted === 0 || applied.has(`${name}${submitted}`));
  };
  for (;;) {
    await Promise.all(nodes.map((node) => node.until(() => hasAll(node))));
    if (nodes.every(hasAll)) return;
  }
}

/** Nothing lost, nothing twice, everything in order, and alike for all: positions have the hash in them. */
export function expectAlike(nodes: readonly Witness[]): void {
  for (const node of nodes) {
    for (const { name, submitted } of nodes) {
      const own = node.applied.filter((text) => text.startsWith(name));
      expect(own).toEqual(Array.from({ length: submitted }, (_, index) => `${name}${index + 1}`));
    }
    const times = node.entries.map(({ time }) => time);
    expect(times).toEqual([...new Set(times)].sort((x, y) => x - y));
    expect(node.alarms).toEqual([]);
    expect(node.lost).toBeUndefined();
  }
  const [first, ...others] = nodes.map(({ entries }) => entries);
  for (const other of others) {
    const length = Math.min(first?.length ?? 0, other.length);
    expect(other.slice(0, length)).toEqual(first?.slice(0, length));
  }
}

/** Goes on after a fault as before it. */
export async function expectRecovery(nodes: readonly Witness[]): Promise<void> {
  for (const node of nodes) node.submit(3);
  await settled(nodes);
  expectAlike(nodes);
}
