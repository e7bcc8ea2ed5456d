import { pause } from '../runner/figure.ts';
import { now } from './clock.ts';
import { paced } from './paced.ts';
import { join, openSessionClient, subscribe } from './session-client.ts';

export interface ArrivalsOrder {
  readonly port: number;
  readonly name: string;
  readonly count: number;
  readonly perSecond: number;
  /** One of so many subscribes to the counters, too. */
  readonly subscribes: number;
  /** When the first comes, ms since the epoch. */
  readonly at: number;
}

/** When each asked to join, and when the last of them was answered. */
export interface Arrived {
  readonly asked: readonly number[];
  readonly until: number;
}

// A process of its own, since one may have only so many files open. Who has come stays until the process is killed; one whom the
// server sends away ends it.
const { port, name, count, perSecond, subscribes, at } = JSON.parse(process.argv[2] ?? '{}') as ArrivalsOrder;

const asked: number[] = [];

async function arrive(index: number): Promise<void> {
  const socket = await openSessionClient(port, `${name}-${index}`);
  if (index % subscribes === 0) await subscribe(socket);
  asked.push(now());
  await join(socket);
}

await pause(at - now());
const arriving: Promise<void>[] = [];
await paced({ count, perSecond }, (index) => arriving.push(arrive(index)));
await Promise.all(arriving);
process.send?.({ asked, until: now() } satisfies Arrived);
process.on('disconnect', () => process.exit(0));
