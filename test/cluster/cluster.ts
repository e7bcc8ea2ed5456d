import { expect, onTestFinished, vi } from 'vitest';
import { SOON } from '../support/soon.ts';
import { Tenant } from '../support/tenant.ts';
import { CollectedLog } from './collected-log.ts';
import { type Environment, TestNode } from './test-node.ts';

/** Long, because the machine may be busy. */
const READY_MS = 30_000;

export interface ClusterOptions {
  /** Of Redis, for each node. */
  readonly urls: readonly string[];
  readonly environment?: Environment;
  /** Of one node, by its index. */
  readonly of?: (index: number) => Environment;
}

/** Several nodes on one log. */
export class Cluster {
  readonly log = new CollectedLog();
  readonly nodes: readonly TestNode[];

  constructor({ urls, environment = {}, of = () => ({}) }: ClusterOptions) {
    this.nodes = urls.map(
      (url, index) =>
        new TestNode({ REDIS_URL: url, ...environment, ...of(index) }, (entry) => this.log.take(entry)),
    );
  }

  /** Resolves when all listen. */
  async start(): Promise<this> {
    await Promise.all(this.nodes.map((node) => node.start()));
    return this;
  }

  node(index: number): TestNode {
    const node = this.nodes[index];
    if (node === undefined) throw new Error(`no node ${index}`);
    return node;
  }

  /** An organization as each node knows it. */
  tenants(org: string): [Tenant, Tenant, Tenant] {
    const [a, b, c] = this.nodes.map(({ url }) => new Tenant(url, org, 'plain'));
    if (a === undefined || b === undefined || c === undefined) throw new Error('there are fewer nodes');
    return [a, b, c];
  }

  /** Until these follow the log. */
  async ready(nodes: readonly TestNode[] = this.nodes): Promise<void> {
    const isReady = async ({ url }: TestNode) => (await fetch(`${url}/readyz`)).status;
    await vi.waitFor(
      async () => expect(await Promise.all(nodes.map(isReady))).toEqual(nodes.map(() => 200)),
      { ...SOON, timeout: READY_MS },
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.close()));
  }
}

/** Nodes that follow the log, and go when the test has finished. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const cluster = new Cluster(options);
  onTestFinished(() => cluster.close());
  await cluster.start();
  await cluster.ready();
  return cluster;
}
