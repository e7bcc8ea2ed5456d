import { crowd } from '../load/crowd.ts';
import { paced } from '../load/paced.ts';
import { join, openSessionClient } from '../load/session-client.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { median } from '../runner/median.ts';
import { NODES, startNodes } from '../runner/nodes.ts';
import type { BenchClient, RedisServer } from '../runner/redis-server.ts';

interface Rate {
  readonly perSecond: number;
  /** A window's. */
  readonly joins: number;
  readonly windows: number;
}

const CROWDED: Rate = { perSecond: 2000, joins: 4000, windows: 3 };
const QUIET: Rate = { perSecond: 10, joins: 100, windows: 2 };
const IDLE_MS = 5000;
/** As the log gathers what it writes, and as good as at once, ms. */
const GATHERED_MS = 25;
const AT_ONCE_MS = 1;

interface Joining {
  readonly redis: RedisServer;
  readonly rate: Rate;
  /** Attendees join, one after the other, each once. */
  readonly join: (index: number) => void;
  /** Resolves when Redis has all. */
  readonly settled: () => Promise<unknown>;
}

async function measure({ redis, rate, join, settled }: Joining): Promise<Measured> {
  const { joins: count, perSecond, windows } = rate;
  const idleFrom = await redis.cpuMs();
  await pause(IDLE_MS);
  const idleMsASecond = ((await redis.cpuMs()) - idleFrom) / (IDLE_MS / 1000);
  let come = 0;
  const more = async () => {
    await paced({ count, perSecond }, () => join(come++));
    await settled();
  };
  await more();
  const spent: number[] = [];
  for (let window = 0; window < windows; window++) {
    const before = await redis.cpuMs();
    await more();
    spent.push((await redis.cpuMs()) - before);
  }
  const each = (median(spent) * 1000) / count;
  const idle = (idleMsASecond * 1000) / perSecond;
  return { value: each, details: { aboveIdle: each - idle, idleMsASecond } };
}

const total = ({ joins, windows }: Rate) => joins * (windows + 1);

const headcount = (rate: Rate) => async (stage: Stage) => {
  const redis = await stage.redis();
  const nodes = await startNodes(stage, { count: NODES, url: redis.url });
  const attendees = await crowd(total(rate), (index) =>
    openSessionClient(nodes[index % NODES]?.port ?? 0, `a${index}`),
  );
  let answered: Promise<void>[] = [];
  return measure({
    ...{ redis, rate },
    join: (index) => {
      const attendee = attendees[index];
      if (attendee !== undefined) answered.push(join(attendee));
    },
    settled: async () => {
      await Promise.all(answered);
      answered = [];
    },
  });
};

const SETS = ['session:s1', 'event:bench', 'organization:bench'];

/** What a server does that keeps who is present in sorted sets of Redis, as cheap as that gets: nobody reads them. */
const zadds = (rate: Rate, batchMs: number) => async (stage: Stage) => {
  const redis = await stage.redis();
  const clients = await Promise.all(Array.from({ length: NODES }, () => redis.connect()));
  const queues: string[][] = clients.map(() => []);
  const flush = async (client: BenchClient, index: number) => {
    const attendees = queues[index] ?? [];
    queues[index] = [];
    const commands = attendees.flatMap((value) =>
      SETS.map((key) => client.zAdd(key, { score: Date.now(), value })),
    );
    await Promise.all(commands);
  };
  const flushAll = () => Promise.all(clients.map(flush));
  const timer = setInterval(() => void flushAll(), batchMs);
  const measured = await measure({
    ...{ redis, rate },
    join: (index) => queues[index % NODES]?.push(`attendee-${index}`),
    settled: flushAll,
  });
  clearInterval(timer);
  return measured;
};

const title = 'Redis CPU a join, 3 nodes reading, to three `ZADD`s,';

/** What the log costs Redis, whose one thread all nodes share. */
export const redisCpu: Figure = {
  name: 'redis-cpu',
  unit: 'µs of Redis CPU a join',
  variants: [
    { name: 'headcount, 2,000 a second', measure: headcount(CROWDED) },
    { name: 'three ZADDs, 2,000 a second', measure: zadds(CROWDED, AT_ONCE_MS) },
    { name: 'three ZADDs gathered for 25 ms, 2,000 a second', measure: zadds(CROWDED, GATHERED_MS) },
    { name: 'headcount, 10 a second', measure: headcount(QUIET) },
    { name: 'three ZADDs, 10 a second', measure: zadds(QUIET, AT_ONCE_MS) },
  ],
  goals: [
    {
      title: `${title} 2,000 a second`,
      of: 'headcount, 2,000 a second',
      against: 'three ZADDs, 2,000 a second',
      atMost: 0.25,
    },
    {
      title: 'the same, to `ZADD`s gathered for 25 ms as the log is',
      of: 'headcount, 2,000 a second',
      against: 'three ZADDs gathered for 25 ms, 2,000 a second',
      atMost: 0.25,
    },
    {
      title: `${title} 10 a second`,
      of: 'headcount, 10 a second',
      against: 'three ZADDs, 10 a second',
    },
  ],
};
