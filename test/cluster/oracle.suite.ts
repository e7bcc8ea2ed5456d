import { expect, it, onTestFinished } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import type { Entry } from '../../server/live/changes.ts';
import { expectedCounters, expectMinutes, expectSlices, nameOf } from '../e2e/oracle-answers.ts';
import { allItems } from '../e2e/pages.ts';
import { rest } from '../e2e/rest.ts';
import { SESSIONS, Walker } from '../e2e/walker.ts';
import type { ScopeName } from '../live/oracle/model.ts';
import { Oracle } from '../live/oracle/oracle.ts';
import { startRedis } from '../support/redis-server.ts';
import { startProxy } from '../support/tcp-proxy.ts';
import type { Tenant } from '../support/tenant.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { Faults } from './faults.ts';
import { expectSameStates } from './same-states.ts';

const ORG = 'acme';
const PEOPLE = 60;
const SCOPES: readonly ScopeName[] = [
  ...SESSIONS.map((id) => ({ org: ORG, kind: 'session' as const, id })),
  { org: ORG, kind: 'event', id: ORG },
  { org: ORG, kind: 'organization', id: ORG },
];
/** The sign of life that tells it, and asking, take the rest of 2.5 s. */
const EQUAL_WITHIN_MS = 1_200;

function oracleOf(entries: readonly Entry[]): Oracle {
  const oracle = new Oracle();
  for (const entry of entries) oracle.apply(entry);
  return oracle;
}

/** What every node says soon after the last change, and all that the nodes have told of the log by then. */
async function countersSoon({ log }: Cluster, tenants: readonly Tenant[]) {
  await log.passes(EQUAL_WITHIN_MS);
  const answers = tenants.flatMap((tenant) =>
    SCOPES.map(async (scope) => ({ scope, counters: await tenant.counters(nameOf(scope)) })),
  );
  const all = await Promise.all(answers);
  const { entries } = log;
  return { all, entries };
}

function expectEqualCounters({ all, entries }: Awaited<ReturnType<typeof countersSoon>>): Oracle {
  const oracle = oracleOf(entries);
  for (const { scope, counters } of all) {
    expect(counters.degraded).toBeUndefined();
    expect(counters, nameOf(scope)).toMatchObject(expectedCounters(oracle, scope, counters));
  }
  return oracle;
}

async function expectStoredOnce(tenant: Tenant, acknowledged: ReadonlySet<string>): Promise<void> {
  const lists = SESSIONS.map((session) =>
    allItems<{ id: string }>(tenant, `/v1/sessions/${session}/engagements`),
  );
  const stored = (await Promise.all(lists)).flat().map(({ id }) => id);
  expect(stored.length).toBe(new Set(stored).size);
  expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([]);
  const { engagement } = await tenant.counters(`organization:${ORG}`);
  expect(engagement).toEqual({ reaction: stored.length });
}

/** A crowd on three nodes and one Redis, all of which fail at random: at rest every node gives the figures of the oracle. */
export function testFaultsAgainstOracle(rounds: number): void {
  it(`give the figures of the oracle after ${rounds} rounds of faults`, {
    timeout: rounds * 120_000,
  }, async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    const random = new Random(seed);
    const redis = await startRedis({
      appendonly: 'yes',
      appendfsync: random.chance(0.5) ? 'everysec' : 'always',
    });
    const proxies = await Promise.all([1, 2, 3].map(() => startProxy(redis.port)));
    const cluster = await startCluster({
      urls: proxies.map(({ port }) => `redis://127.0.0.1:${port}`),
      environment: { TIMEOUT_SECONDS: '3', RESUME_SECONDS: '1', HASH_EVERY: '3' },
    });
    const tenants = cluster.tenants(ORG);
    const [a] = tenants;
    await a.call(`/v1/events/${ORG}`, { method: 'PUT', body: {} });
    await a.putSession('lounge', { event: ORG, kind: 'networking' });

    let isOver = false;
    onTestFinished(() => {
      isOver = true;
    });
    const walkers = Array.from({ length: PEOPLE }, (_, index) => {
      const own = random.fork();
      return new Walker(`p${index}`, () => own.pick(tenants.map((tenant) => [tenant, 1] as const)), own);
    });
    const walks = walkers.map((walker) => walker.wander(() => isOver));
    const faults = new Faults({ cluster, redis, proxies, random });
    try {
      for (let round = 0; round < rounds; round++) await faults.round();
      isOver = true;
      await Promise.all(walks);
      for (const tenant of tenants) await rest(tenant, walkers);
      const last = await a.connect('last');
      await last.join('s0');
      const atRest = await countersSoon(cluster, tenants);
      await Promise.all([...walkers.map((walker) => walker.goHome()), last.leave('s0')]);
      const atEnd = await countersSoon(cluster, tenants);
      expectEqualCounters(atRest);
      const oracle = expectEqualCounters(atEnd);
      // That takes its time, in which this process passed nothing on to Redis.
      await cluster.ready();

      const acknowledged = new Set(walkers.flatMap((walker) => walker.acknowledged));
      expect(acknowledged.size).toBeGreaterThan(100 * rounds);
      for (const tenant of tenants) {
        await tenant.settled();
        await expectStoredOnce(tenant, acknowledged);
        for (const session of SESSIONS) {
          expect(await expectSlices(tenant, oracle, session)).toBeGreaterThan(20);
        }
        for (const scope of SCOPES) await expectMinutes(tenant, oracle, scope);
      }
      await expectSameStates(cluster);
      expect(cluster.nodes.map(({ complaints }) => complaints)).toEqual(['', '', '']);
    } catch (error) {
      throw new Error(`seed ${seed}: ${faults.done.join(', ')}`, { cause: error });
    }
  });
}
