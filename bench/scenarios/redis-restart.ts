import { PRESENT, writeHour } from '../load/hour.ts';
import { Scribe } from '../load/scribe.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { headcountSettings } from '../runner/headcount.ts';
import { ready } from '../runner/nodes.ts';
import { presentAt, progressOf } from '../runner/progress.ts';
import type { RedisServer } from '../runner/redis-server.ts';
import type { ServerProcess } from '../runner/server-process.ts';

const POLL_MS = 100;
/** So long it runs before it ends: its last blob is as old, or half a minute older. */
const RUN_MS = 10_000;

async function secondsUntilReady(start: () => Promise<ServerProcess>): Promise<[ServerProcess, number]> {
  const from = performance.now();
  const server = await start();
  await ready(server);
  return [server, (performance.now() - from) / 1000];
}

async function logOfAnHour(redis: RedisServer): Promise<number> {
  const scribe = new Scribe(await redis.connect());
  const entries = await writeHour(scribe);
  scribe.live();
  return entries;
}

async function check(server: ServerProcess): Promise<void> {
  const present = await presentAt(server);
  if (present !== PRESENT) throw new Error(`the node counts ${present} attendees`);
}

async function headcount(stage: Stage): Promise<Measured> {
  const redis = await stage.redis();
  await logOfAnHour(redis);
  const settings = { ...headcountSettings(stage.folder()), REDIS_URL: redis.url };
  const start = () => stage.start('headcount', settings);
  const [first, newSeconds] = await secondsUntilReady(start);
  await check(first);
  while (!(await progressOf(first)).isRecorded) await pause(POLL_MS);
  await pause(RUN_MS);
  await first.stop();
  const [again, seconds] = await secondsUntilReady(start);
  await check(again);
  const { cpuMs, rssBytes } = await again.usage();
  return { value: seconds, details: { newSeconds, cpuSeconds: cpuMs / 1000, rssMB: rssBytes / 1e6 } };
}

/** All that a node without a file of its own would have to read. */
async function bareReader(stage: Stage): Promise<Measured> {
  const redis = await stage.redis();
  const entries = await logOfAnHour(redis);
  const client = await redis.connect();
  const from = performance.now();
  let last = '0-0';
  for (let read = 0; read < entries; ) {
    const [stream] = (await client.xRead({ key: 'headcount:log', id: last }, { COUNT: 1000 })) ?? [];
    const { messages } = stream as { messages: { id: string }[] };
    read += messages.length;
    last = messages.at(-1)?.id ?? last;
  }
  const seconds = (performance.now() - from) / 1000;
  return { value: seconds, details: { entries, redisMB: (await redis.memoryBytes()) / 1e6 } };
}

/** A node is gone in the midst of an event and comes back. */
export const redisRestart: Figure = {
  name: 'redis-restart',
  unit: 's to ready',
  variants: [
    { name: 'headcount, killed and started again', measure: headcount },
    { name: 'a client that only reads the hour', measure: bareReader },
  ],
  goals: [
    {
      title: 'restart of a node with 50,000 present and an hour of log, s to ready',
      of: 'headcount, killed and started again',
      atMost: 10,
    },
  ],
};
