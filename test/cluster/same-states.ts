import { expect, vi } from 'vitest';
import { SOON } from '../support/soon.ts';
import type { Cluster } from './cluster.ts';

/** All nodes have read the same log to the same state, as far back as they remember. */
export async function expectSameStates({ log, nodes }: Cluster): Promise<void> {
  expect(log.disagreements).toEqual([]);
  // A node that was just started takes a while to read as much as it hashes at a time.
  const { common, others } = await vi.waitFor(async () => {
    const [first, ...others] = await Promise.all(nodes.map((node) => node.hashes()));
    const common = [...(first ?? [])].filter(([position]) => others.every((other) => other.has(position)));
    expect(common.length).toBeGreaterThan(0);
    return { common, others };
  }, SOON);
  for (const other of others) {
    expect(common.filter(([position, hash]) => other.get(position) !== hash)).toEqual([]);
  }
}
