import { type LoopFigures, LoopWatch } from './loop-watch.ts';

/** What a server under measurement is asked for over its own channel, so that its sockets carry the load alone. */
export type Order = 'usage' | 'collect' | 'joins' | 'watch' | 'watched' | 'resources' | 'stop';

/** When each attendee's first join was applied, ms since the epoch. */
export type AppliedJoins = Readonly<Record<string, number>>;

export interface Usage {
  /** User and system time of the whole process, with its thread pool and garbage collector, ms. */
  readonly cpuMs: number;
  /** Resident memory, bytes. */
  readonly rssBytes: number;
  /** V8's live objects, bytes. */
  readonly heapBytes: number;
}

/** What a process holds open in its event loop. */
export interface Resources {
  readonly timers: number;
  /** All others: sockets of Node, files, pipes, requests under way. Those of uWebSockets.js are not among them. */
  readonly handles: number;
}

const COLLECTIONS = 5;
const PAUSE_MS = 100;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU time and memory of this process. */
export function ownUsage(): Usage {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return { cpuMs: (user + system) / 1000, rssBytes: rss, heapBytes: heapUsed };
}

/** Freed pages go back to the system on another thread and over several collections. */
async function collect(): Promise<void> {
  if (globalThis.gc === undefined) throw new Error('servers of the bench run with --expose-gc');
  for (let round = 0; round < COLLECTIONS; round++) {
    globalThis.gc();
    await pause(PAUSE_MS);
  }
}

let loop: LoopWatch | undefined;

function watch(): void {
  loop ??= new LoopWatch();
  loop.reset();
}

function watched(): LoopFigures {
  if (loop === undefined) throw new Error('nobody has asked for the loop to be watched');
  return loop.figures();
}

function resources(): Resources {
  const all = process.getActiveResourcesInfo();
  const timers = all.filter((kind) => kind === 'Timeout').length;
  return { timers, handles: all.length - timers };
}

function answerTo(order: Order, joins: AppliedJoins): AppliedJoins | LoopFigures | Resources | Usage {
  if (order === 'joins') return joins;
  if (order === 'resources') return resources();
  return order === 'watched' ? watched() : ownUsage();
}

/** Tells the bench where this server listens, and obeys it. Ends when the bench does. */
export function obey(port: number, joins: AppliedJoins = {}): void {
  const handle = async (order: Order): Promise<void> => {
    if (order === 'stop') process.exit(0);
    if (order === 'collect') await collect();
    if (order === 'watch') watch();
    process.send?.(answerTo(order, joins));
  };
  process.on('message', (order: Order) => void handle(order));
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}
