import { expect, vi } from 'vitest';
import { allItems } from '../e2e/pages.ts';
import { SOON } from '../support/soon.ts';
import type { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';
import type { Cluster } from './cluster.ts';
import { sameCounters } from './same-counters.ts';

type Tenants = [Tenant, Tenant, Tenant];

const RIGHT_WITHIN_MS = 5_000;
/** A joiner is answered after 2 s at the latest, and the machine may be busy. */
const ANSWERED_WITHIN_MS = 3_000;

/** Joins while the nodes are cut off from their log. */
export async function joinDegraded(client: TestClient): Promise<void> {
  const from = performance.now();
  const { concurrent, degraded } = await client.join('hall');
  expect({ concurrent, degraded }).toEqual({ concurrent: null, degraded: true });
  expect(performance.now() - from).toBeLessThan(ANSWERED_WITHIN_MS);
}

/** Until every node says that it is cut off. */
export async function awayOn({ nodes }: Cluster): Promise<void> {
  const statuses = () => Promise.all(nodes.map(async ({ url }) => (await fetch(`${url}/readyz`)).status));
  await vi.waitFor(async () => expect(await statuses()).toEqual(nodes.map(() => 503)), SOON);
}

export interface Right {
  readonly concurrent: number;
  readonly joins: number;
  readonly engagements: number;
}

/** From now on all is right within five seconds, on every node: figures, slices, engagements, each once. */
export async function expectRight(tenants: Tenants, right: Right): Promise<void> {
  const { concurrent, joins, engagements } = right;
  const figures = { concurrent, uniques: joins, engagement: { reaction: engagements } };
  await vi.waitFor(
    async () => {
      const all = await Promise.all(tenants.map((tenant) => tenant.counters('session:hall')));
      for (const counters of all) expect(counters).toMatchObject(figures);
      expect(all.filter(({ degraded }) => degraded)).toEqual([]);
    },
    { timeout: RIGHT_WITHIN_MS, interval: 20 },
  );
  expect(await sameCounters(tenants, 'session:hall')).toMatchObject(figures);
  for (const tenant of tenants) {
    const slices = await tenant.slices('hall');
    expect(new Set(slices.map(({ attendee }) => attendee)).size).toBe(joins);
    expect(slices).toHaveLength(joins);
    expect(slices.filter(({ end }) => end === null)).toHaveLength(concurrent);
    expect(await tenant.movements('session:hall')).toEqual({ joins, leaves: joins - concurrent });
    expect(await allItems(tenant, '/v1/sessions/hall/engagements')).toHaveLength(engagements);
  }
}

/** Some people, who do not know what becomes of their servers. */
export class Crowd {
  readonly #tenants: Tenants;
  readonly #ann: TestClient;
  readonly #bob: TestClient;
  readonly #eve: TestClient;
  #answers: Promise<unknown>[] = [];

  private constructor(tenants: Tenants, [ann, bob, eve]: [TestClient, TestClient, TestClient]) {
    this.#tenants = tenants;
    this.#ann = ann;
    this.#bob = bob;
    this.#eve = eve;
  }

  /** Three come and one reacts. */
  static async enter(tenants: Tenants): Promise<Crowd> {
    const [a, b, c] = tenants;
    const ann = await a.enter('ann', 'hall');
    await ann.engage('hall', 'reaction', { reaction: 'clap' });
    return new Crowd(tenants, [ann, await b.enter('bob', 'hall'), await c.enter('eve', 'hall')]);
  }

  /** Ann reacts again, Bob goes to another node, Cem comes, Eve leaves: answered now or later. */
  liveOn(join: (client: TestClient) => Promise<unknown>): void {
    const [a, b, c] = this.#tenants;
    const enter = async (tenant: Tenant, name: string) => join(await tenant.connect(name));
    this.#bob.cut();
    this.#answers = [
      this.#ann.engage('hall', 'reaction', { reaction: 'clap' }),
      this.#eve.leave('hall'),
      enter(c, 'bob'),
      enter(b, 'cem'),
      enter(a, 'ann'),
    ];
  }

  async isRight(): Promise<void> {
    await Promise.all([
      ...this.#answers,
      expectRight(this.#tenants, { concurrent: 3, joins: 4, engagements: 2 }),
    ]);
  }
}
