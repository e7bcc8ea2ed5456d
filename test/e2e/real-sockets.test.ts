import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { Random } from '../../server/demo/random.ts';
import { createLogger } from '../../server/logger.ts';
import { type RunningServer, startServer } from '../../server/main.ts';
import type { Counters } from '../../server/protocol/server-messages.ts';
import { figuresOf, slicesOf } from '../live/oracle/figures.ts';
import type { ScopeName } from '../live/oracle/model.ts';
import { Oracle } from '../live/oracle/oracle.ts';
import { watchMs } from '../live/oracle/watch.ts';
import { SOON } from '../support/soon.ts';
import { Tenant } from '../support/tenant.ts';
import { SECRET } from '../support/tokens.ts';
import { expectedCounters, expectSlices, nameOf } from './oracle-answers.ts';
import { allItems } from './pages.ts';
import { rest } from './rest.ts';
import { SESSIONS, Walker } from './walker.ts';

const PEOPLE = 60;
const STEPS = 25;
const ORG = 'acme';

const dataDir = mkdtempSync(join(tmpdir(), 'headcount-e2e-'));
const oracle = new Oracle();
let server: RunningServer;
let tenant: Tenant;

beforeAll(async () => {
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    JWT_SECRET: SECRET,
    HEARTBEAT_SECONDS: '0.3',
    HEARTBEAT_MAX_SECONDS: '0.3',
    TIMEOUT_SECONDS: '2',
    RESUME_SECONDS: '0.5',
  });
  server = await startServer({
    config,
    logger: createLogger('silent'),
    pageDir: dataDir,
    onEntry: (entry) => {
      oracle.apply(entry);
    },
  });
  tenant = new Tenant(`http://127.0.0.1:${server.port}`, ORG, 'plain');
});

afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true, force: true });
});

async function countersOf(scope: ScopeName): Promise<Counters> {
  return (await tenant.call(`/v1/counters/${nameOf(scope)}`)).json as unknown as Counters;
}

async function expectEqualCounters(): Promise<void> {
  expect(oracle.catalogue.scopes.length).toBe(SESSIONS.length + 2);
  for (const scope of oracle.catalogue.scopes) {
    // Uniques are those on disk: the last of them are on their way.
    await vi.waitFor(async () => {
      const counters = await countersOf(scope);
      expect(counters, nameOf(scope)).toMatchObject(expectedCounters(oracle, scope, counters));
    }, SOON);
  }
}

it('gives the figures of the oracle after a crowd on real sockets, at rest and at the end', async () => {
  const desk = await tenant.connect('desk', { role: 'moderator' });
  const put = { event: ORG, kind: 'networking' };
  await tenant.call(`/v1/events/${ORG}`, { method: 'PUT', body: {} });
  await tenant.call('/v1/sessions/lounge', { method: 'PUT', body: put });
  await desk.subscribe(`event:${ORG}`);
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const random = new Random(seed);
  const walkers = Array.from(
    { length: PEOPLE },
    (_, index) => new Walker(`p${index}`, () => tenant, random.fork()),
  );
  await Promise.all(walkers.map((walker) => walker.walk(STEPS))).catch((error: unknown) => {
    throw new Error(`seed ${seed}`, { cause: error });
  });

  await rest(tenant, walkers);
  await expectEqualCounters();

  await Promise.all(walkers.map((walker) => walker.goHome()));
  await desk.counters(({ concurrent }) => concurrent === 0);
  await expectEqualCounters();
  desk.close();
  // Counters are told of what is applied; the other tests ask for what is on disk.
  await tenant.settled();
});

it('has stored every slice as the oracle has it', async () => {
  for (const session of SESSIONS) {
    expect(await expectSlices(tenant, oracle, session)).toBeGreaterThan(20);
  }
});

it('has counted every acknowledged engagement once', async () => {
  const engagements = (
    await Promise.all(
      SESSIONS.map((session) => allItems<{ id: string }>(tenant, `/v1/sessions/${session}/engagements`)),
    )
  ).flat();
  const counters = await countersOf({ org: ORG, kind: 'event', id: ORG });
  expect(new Set(engagements.map(({ id }) => id)).size).toBe(engagements.length);
  expect(counters.engagement.reaction).toBe(engagements.length);
  expect(engagements.length).toBeGreaterThan(20);
});

it('gives a series, a summary and attendees that agree with the slices', async () => {
  for (const session of SESSIONS) {
    const scope = { org: ORG, kind: 'session', id: session } as const;
    const slices = slicesOf(oracle, scope);
    const counted = slices.filter(({ start, ended }) => ended === null || ended.countedUntil > start);
    const people = new Set(counted.map(({ attendee }) => attendee));
    const { json: summary } = await tenant.call(`/v1/sessions/${session}/summary`);
    const attendees = await allItems<{ watchSeconds: { live: number; onDemand: number }; slices: number }>(
      tenant,
      `/v1/sessions/${session}/attendees`,
    );
    expect(summary.attendees).toBe(people.size);
    expect(attendees.length).toBe(people.size);
    const watched = attendees.reduce(
      (sum, { watchSeconds }) => sum + watchSeconds.live + watchSeconds.onDemand,
      0,
    );
    const uncounted = slices.filter(({ attendee }) => !people.has(attendee));
    expect(watched).toBeCloseTo((watchMs(slices, 0, false) - watchMs(uncounted, 0, false)) / 1000, 6);

    const from = new Date(Math.floor((oracle.times[0] ?? 0) / 60_000) * 60_000).toISOString();
    const { json: series } = await tenant.call(`/v1/series/session:${session}?from=${from}`);
    const points = series.points as { peak: number | null; joins: number; leaves: number }[];
    const alive = points.filter(({ peak }) => peak !== null);
    expect(Math.max(...alive.map(({ peak }) => peak ?? 0))).toBe(figuresOf(oracle, scope).peak.value);
    const joins = alive.reduce((sum, point) => sum + point.joins, 0);
    expect(joins).toBe(alive.reduce((sum, point) => sum + point.leaves, 0));
  }
});
