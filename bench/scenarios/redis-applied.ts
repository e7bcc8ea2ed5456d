import { changesOf } from '../load/changes.ts';
import { Scribe } from '../load/scribe.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { NODES, startNodes } from '../runner/nodes.ts';
import { presentAt, progressOf } from '../runner/progress.ts';
import type { BenchClient } from '../runner/redis-server.ts';
import type { ServerProcess } from '../runner/server-process.ts';

const PEOPLE = { attendees: 15_000, sessions: 5 };
const PER_ENTRY = 50;
/** All have come, and code is compiled. */
const WARM_UP = 30_000;
const SUSTAINED = 60_000;
const BURST = 30_000;
/** So many are written ahead of the slowest reader. */
const AHEAD = 5000;
const POLL_MS = 50;

interface Readers {
  /** Changes that the slowest of them has done with. */
  applied(): Promise<number>;
  /** Whether they have nothing left to do with those. */
  areAtRest(): Promise<boolean>;
}

class Feed {
  readonly #scribe: Scribe;
  readonly #readers: Readers;
  readonly #changes = changesOf(PEOPLE);
  #written = 0;

  constructor(scribe: Scribe, readers: Readers) {
    this.#scribe = scribe;
    this.#readers = readers;
  }

  async write(count: number): Promise<void> {
    const entry = () => Array.from({ length: PER_ENTRY }, () => this.#changes.next().value);
    await Promise.all(Array.from({ length: count / PER_ENTRY }, () => this.#scribe.write(entry())));
    this.#written += count;
  }

  async applied(leeway: number): Promise<void> {
    while ((await this.#readers.applied()) < this.#written - leeway) await pause(POLL_MS);
  }

  /** Resolves when all readers have applied all, and written it to disk where they do. */
  async done(): Promise<void> {
    await this.applied(0);
    while (!(await this.#readers.areAtRest())) await pause(POLL_MS);
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

async function measure(scribe: Scribe, readers: Readers): Promise<Measured> {
  await scribe.start();
  scribe.live();
  const feed = new Feed(scribe, readers);
  await feed.write(WARM_UP);
  await feed.done();
  const sustained = await seconds(async () => {
    for (let done = 0; done < SUSTAINED; done += AHEAD) {
      await feed.applied(AHEAD);
      await feed.write(AHEAD);
    }
    await feed.done();
  });
  const burst = await seconds(async () => {
    await feed.write(BURST);
    await feed.done();
  });
  scribe.stop();
  return { value: SUSTAINED / sustained, details: { burstSeconds: burst } };
}

const nodes = (count: number) => async (stage: Stage) => {
  const redis = await stage.redis();
  const all = await startNodes(stage, { count, url: redis.url });
  const progress = () => Promise.all(all.map(progressOf));
  const applied = async () => Math.min(...(await progress()).map((one) => one.applied));
  // Its own first entries, and those of its siblings, are not of the feed.
  await pause(2 * POLL_MS);
  const before = await applied();
  const cpu = async () => (await usages(all)).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  const cpuBefore = await cpu();
  const { value, details } = await measure(new Scribe(await redis.connect()), {
    applied: async () => (await applied()) - before - 1,
    areAtRest: async () => (await progress()).every(({ isRecorded }) => isRecorded),
  });
  for (const node of all) {
    const present = await presentAt(node);
    if (present !== PEOPLE.attendees) throw new Error(`a node counts ${present} attendees`);
  }
  const changes = WARM_UP + SUSTAINED + BURST;
  const nodeMicroseconds = (((await cpu()) - cpuBefore) * 1000) / changes / count;
  return { value, details: { ...details, nodeMicroseconds } };
};

const usages = (all: readonly ServerProcess[]) => Promise.all(all.map((node) => node.usage()));

/** Reads the log and does nothing with it. */
class BareReader {
  entries = 0;
  #last = '0-0';

  async run(client: BenchClient): Promise<void> {
    for (;;) {
      const [stream] =
        (await client.xRead({ key: 'headcount:log', id: this.#last }, { BLOCK: 1000, COUNT: 200 })) ?? [];
      const { messages } = stream as { messages: { id: string }[] };
      this.entries += messages.length;
      this.#last = messages.at(-1)?.id ?? this.#last;
    }
  }
}

async function bareReaders(stage: Stage): Promise<Measured> {
  const redis = await stage.redis();
  const scribe = new Scribe(await redis.connect());
  await scribe.beginLog('1-0');
  const readers = Array.from({ length: NODES }, () => new BareReader());
  for (const reader of readers) void reader.run(await redis.connect()).catch(() => undefined);
  const entries = async () => Math.min(...readers.map((reader) => reader.entries));
  return measure(scribe, {
    // Signs of life are more than it lacks.
    applied: async () => (await entries()) * PER_ENTRY,
    areAtRest: async () => true,
  });
}

/** Joins and leaves of a log that several nodes read at once, each with its recorder, on the cores of this machine. */
export const redisApplied: Figure = {
  name: 'redis-applied',
  unit: 'changes a second, applied and on disk',
  variants: [
    { name: 'headcount, 3 nodes', measure: nodes(NODES) },
    { name: 'headcount, 1 node', measure: nodes(1) },
    { name: 'three readers that do nothing', measure: bareReaders },
  ],
  goals: [
    {
      title: 'joins and leaves a second applied by 3 nodes at once with their recorders, sustained',
      of: 'headcount, 3 nodes',
      atLeast: 5000,
    },
    {
      title: 'seconds until a burst of 30,000 is applied and on disk everywhere',
      of: 'headcount, 3 nodes',
      detail: 'burstSeconds',
      atMost: 10,
    },
  ],
};
