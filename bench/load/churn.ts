import { pause } from '../runner/figure.ts';
import { now } from './clock.ts';
import { textFrame } from './frames.ts';
import { paced } from './paced.ts';
import { join, leave, openSessionClient, SESSION } from './session-client.ts';
import { LoadSocket } from './web-socket.ts';

export interface ChurnOrder {
  readonly port: number;
  /** The control's people have no tokens. */
  readonly isBare: boolean;
}

/** How long people come, ms, and how many a second: each stays for a while, leaves and is gone. */
export interface ChurnCommand {
  readonly forMs: number;
  readonly perSecond: number;
}

/** When each asked to join and to leave, ms since the epoch, in that order. */
export interface Churned {
  readonly joins: readonly number[];
  readonly leaves: readonly number[];
  /** Visits that the server, or a time limit of it, has cut short. */
  readonly broken: number;
}

const STAY_MS = 3000;
const BARE_PATH = '/presence';
/** Of connections: where this process cannot keep up, fewer come, and the figure of changes a minute says so. */
const MOST_AT_ONCE = 12_000;

interface Visitor {
  join(): Promise<void>;
  leave(): Promise<void>;
  destroy(): void;
}

const { port, isBare } = JSON.parse(process.argv[2] ?? '{}') as ChurnOrder;
let come = 0;
let here = 0;

async function open(): Promise<Visitor> {
  if (isBare) {
    const socket = await LoadSocket.open(port, BARE_PATH);
    return {
      join: () => socket.answered(textFrame(`j${SESSION}`)),
      leave: () => socket.answered(textFrame('l')),
      destroy: () => socket.destroy(),
    };
  }
  const socket = await openSessionClient(port, `visitor-${come++}`);
  return { join: () => join(socket), leave: () => leave(socket), destroy: () => socket.destroy() };
}

async function churn({ forMs, perSecond }: ChurnCommand): Promise<Churned> {
  const joins: number[] = [];
  const leaves: number[] = [];
  let broken = 0;
  const visit = async (): Promise<void> => {
    if (here >= MOST_AT_ONCE) return;
    here++;
    try {
      const visitor = await open();
      joins.push(now());
      await visitor.join();
      await pause(STAY_MS);
      leaves.push(now());
      await visitor.leave();
      visitor.destroy();
    } catch {
      broken++;
    }
    here--;
  };
  const visits: Promise<void>[] = [];
  await paced({ count: Math.floor((perSecond * forMs) / 1000), perSecond }, () => visits.push(visit()));
  await Promise.all(visits);
  return { joins, leaves, broken };
}

process.on('message', (command: ChurnCommand) => void churn(command).then((done) => process.send?.(done)));
process.on('disconnect', () => process.exit(0));
