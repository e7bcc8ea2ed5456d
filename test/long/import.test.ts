import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startTestServer } from '../support/test-server.ts';

const LINES = 100_000;
const START = Date.UTC(2026, 0, 5, 8);
const MIB = 1024 * 1024;
/** Of what is still in use after a collection of garbage: the lines themselves are more than twice as much. */
const MAX_HEAP_GROWTH = 40 * MIB;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function heapInUse(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const iso = (time: number) => new Date(time).toISOString();

/** Two days of ten sessions, each of six hours in which a thousand people come and go; a tenth of the lines are engagements. */
function lineOf(index: number): object {
  const session = `s${index % 10}`;
  const attendee = `person-${Math.floor(index / 10) % 1000}`;
  const round = Math.floor(index / 10_000);
  const start = START + (round % 2) * 86_400_000 + Math.floor(round / 2) * 4_000_000 + (index % 997) * 100;
  if (index % 10 === 9) {
    const data = { reaction: 'clap' };
    return {
      kind: 'engagement',
      id: `e${index}`,
      session,
      attendee,
      action: 'reaction',
      data,
      at: iso(start),
    };
  }
  const end = start + 600_000 + (index % 1777) * 1000;
  return { kind: 'slice', id: `c${index}`, session, attendee, start: iso(start), end: iso(end) };
}

function bodyOf(): { stream: ReadableStream<Uint8Array>; sessions: string } {
  const sessions = Array.from({ length: 10 }, (_, index) => ({ kind: 'session', id: `s${index}` }));
  let next = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      const until = Math.min(next + 500, LINES);
      let text = '';
      for (; next < until; next++) text += `${JSON.stringify(lineOf(next))}\n`;
      if (text !== '') controller.enqueue(Buffer.from(text));
      if (next === LINES) controller.close();
    },
  });
  return { stream, sessions: sessions.map((line) => JSON.stringify(line)).join('\n') };
}

test('a hundred thousand lines pass in bounded memory, while figures go on', async () => {
  const server = await startTestServer({ LOG_LEVEL: 'info', TIMEOUT_SECONDS: 900 });
  const tenant = server.tenant();
  const { stream, sessions } = bodyOf();
  const headers = { 'content-type': 'application/x-ndjson' };
  expect((await tenant.call('/v1/import', { method: 'POST', body: sessions, headers })).status).toBe(200);
  const client = await tenant.enter('ann', 's0');
  const before = heapInUse();
  let highest = before;
  let isDone = false;
  let slowest = 0;
  const watch = (async () => {
    while (!isDone) {
      const from = performance.now();
      const counters = await tenant.counters('session:s0');
      slowest = Math.max(slowest, performance.now() - from);
      expect(counters.concurrent).toBe(1);
      highest = Math.max(highest, heapInUse());
      await pause(250);
    }
  })();
  const from = performance.now();
  const cpu = process.cpuUsage();
  const response = await fetch(`${server.url}/v1/import`, {
    method: 'POST',
    headers: { ...headers, authorization: `Bearer ${tenant.token('desk', { role: 'operator' })}` },
    body: stream,
    duplex: 'half',
  } as RequestInit);
  const answer = (await response.json()) as { applied: Record<string, number> };
  const seconds = (performance.now() - from) / 1000;
  isDone = true;
  await watch;
  const { user, system } = process.cpuUsage(cpu);
  const commitSeconds = await server.metric('headcount_commit_seconds_sum');
  const growth = (highest - before) / MIB;
  console.info({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    commitSeconds,
    slowestCounters: slowest,
    growth,
  });
  expect([response.status, answer]).toMatchObject([200, { lines: LINES, repeated: 0, conflicts: [] }]);
  expect(answer.applied).toMatchObject({ slice: 90_000, engagement: 10_000 });
  expect(highest - before).toBeLessThan(MAX_HEAP_GROWTH);
  expect(slowest).toBeLessThan(2000);
  client.cut();
});
