import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { Random } from '../../server/demo/random.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import { ServerProcess } from '../support/server-process.ts';
import { Tenant } from '../support/tenant.ts';
import { engagement, type TestClient } from '../support/test-client.ts';
import { allItems, type SliceObject } from './pages.ts';

const PEOPLE = 50;
const ROUNDS = 3;
const ACKNOWLEDGED_BEFORE_KILL = 400;
const SESSIONS = ['s0', 's1', 's2'];
const ORG = 'acme';
const MINUTE = 60_000;

interface Interval {
  readonly attendee: string;
  readonly start: number;
  readonly until: number;
}

/** People who come, go and react without end, until their server is gone. */
async function load(
  tenant: Tenant,
  random: Random,
  acknowledged: Set<string>,
  enough: () => void,
): Promise<void> {
  const person = async (name: string, own: Random): Promise<void> => {
    const client = await tenant.connect(name);
    for (;;) {
      const session = own.pick(SESSIONS.map((id) => [id, 1] as const));
      await client.join(session);
      for (let count = 0; count < 5; count++) await react(client, session, acknowledged);
      if (acknowledged.size >= ACKNOWLEDGED_BEFORE_KILL) enough();
      if (own.chance(0.5)) await client.leave(session);
    }
  };
  await Promise.allSettled(Array.from({ length: PEOPLE }, (_, index) => person(`p${index}`, random.fork())));
}

async function react(client: TestClient, session: string, acknowledged: Set<string>): Promise<void> {
  const frame = engagement(session, 'reaction', { reaction: 'clap' });
  await client.ask(frame, 'ack');
  acknowledged.add(frame.id);
}

function intervalsOf(slices: readonly SliceObject[]): Interval[] {
  return slices.flatMap(({ attendee, start, countedUntil }) => {
    if (countedUntil === null) return [];
    return [{ attendee, start: Date.parse(start), until: Date.parse(countedUntil) }];
  });
}

/** The highest number of distinct attendees in `[from, to)`, by looking at every instant at which somebody begins. */
function peakOf(intervals: readonly Interval[], from: number, to: number): number {
  const instants = [
    from,
    ...intervals.map(({ start }) => start).filter((start) => start >= from && start < to),
  ];
  const counts = instants.map((instant) => {
    const here = intervals.filter(({ start, until }) => start <= instant && instant < until);
    return new Set(here.map(({ attendee }) => attendee)).size;
  });
  return Math.max(...counts);
}

async function expectTruth(tenant: Tenant, session: string): Promise<void> {
  const slices = await allItems<SliceObject>(tenant, `/v1/sessions/${session}/slices`);
  expect(slices.filter(({ end }) => end === null)).toEqual([]);
  const intervals = intervalsOf(slices).filter(({ start, until }) => until > start);
  const people = new Set(intervals.map(({ attendee }) => attendee));
  const { json: counters } = await tenant.call(`/v1/counters/session:${session}`);
  expect(counters).toMatchObject({
    concurrent: 0,
    peak: { value: peakOf(intervals, 0, Number.POSITIVE_INFINITY) },
    uniques: people.size,
  });
  const first = Math.min(...intervals.map(({ start }) => start));
  const from = Math.floor(first / MINUTE) * MINUTE;
  const { json: series } = await tenant.call(
    `/v1/series/session:${session}?from=${new Date(from).toISOString()}`,
  );
  for (const point of series.points as { start: string; peak: number | null; uniques: number }[]) {
    const start = Date.parse(point.start);
    const within = intervals.filter((interval) => interval.start < start + MINUTE && interval.until > start);
    if (within.length === 0) continue;
    expect(point).toMatchObject({
      peak: peakOf(intervals, start, start + MINUTE),
      uniques: new Set(within.map(({ attendee }) => attendee)).size,
    });
  }
}

it('loses nothing that it acknowledged when it is killed under load, and its figures are those of its slices', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'headcount-kill-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const random = new Random(Date.now());
  const acknowledged = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const server = await ServerProcess.start({ DATA_DIR: dataDir, MAX_MESSAGES_PER_SECOND: '10000' });
    const tenant = new Tenant(server.url, ORG, 'plain');
    const before = new Set<string>();
    await new Promise<void>((resolve) => {
      void load(tenant, random, before, resolve);
    });
    await server.kill();
    for (const id of before) acknowledged.add(id);
  }

  const server = await ServerProcess.start({ DATA_DIR: dataDir });
  const tenant = new Tenant(server.url, ORG, 'plain');
  const stored: string[] = [];
  for (const session of SESSIONS) {
    stored.push(
      ...(await allItems<{ id: string }>(tenant, `/v1/sessions/${session}/engagements`)).map(({ id }) => id),
    );
    await expectTruth(tenant, session);
  }
  expect(stored.length).toBe(new Set(stored).size);
  expect([...acknowledged].filter((id) => !stored.includes(id))).toEqual([]);
  const { json: counters } = await tenant.call(`/v1/counters/event:${ORG}`);
  expect(counters.engagement).toEqual({ reaction: stored.length });

  const client = await tenant.enter('p0', 's0');
  const slices = await allItems<SliceObject>(tenant, '/v1/sessions/s0/slices');
  expect(slices.some(({ endedBy }) => endedBy === 'crash')).toBe(true);
  client.close();
  expect(await server.stop()).toBe(0);

  const history = createSqliteHistory({ file: join(dataDir, 'headcount.db') });
  await history.open();
  expect(await history.integrity()).toBe('ok');
  await history.close();
}, 90_000);
