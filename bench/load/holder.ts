import { setPriority } from 'node:os';
import { backoffMs } from '../../client-sdk/src/backoff.ts';
import { pause } from '../runner/figure.ts';
import { now } from './clock.ts';
import { textFrame } from './frames.ts';
import { paced } from './paced.ts';
import { joinSession, openSessionClient } from './session-client.ts';
import { LoadSocket } from './web-socket.ts';

/** Who is held by a process of its own, which may have only so many files open. */
export interface HolderOrder {
  readonly port: number;
  /** The control's sockets say nothing and join nothing. */
  readonly isBare: boolean;
  /** Attendees are named and numbered. */
  readonly name: string;
  /** That each is in. */
  readonly sessions: number;
}

/** What it is told to do; it answers when that is done, or `patienceMs` are over. */
export type HolderCommand =
  | { readonly kind: 'come'; readonly count: number; readonly perSecond: number; readonly patienceMs: number }
  /** All connections are cut at once, and each comes back: as the SDK does it after that, or at any time within so long. */
  | { readonly kind: 'return'; readonly withinMs: number | null; readonly patienceMs: number };

/** What came of it, ms since the epoch where it is a time. */
export interface HolderAnswer {
  /** When the last was in. */
  readonly until: number;
  /** Attempts that were refused, or broke off. */
  readonly refused: number;
  /** Who was not in when the patience was over. */
  readonly missing: number;
}

const BARE_PATH = '/nothing';
const BEAT = textFrame('h');
const BEAT_SECONDS = 15;
const TICK_MS = 50;
/** What is closed without a close frame, for the SDK. */
const CUT = 1006;
/** So that the server and those who measure come first: a crowd has its own machines. */
const LOWEST_PRIORITY = 19;

const { port, isBare, name, sessions } = JSON.parse(process.argv[2] ?? '{}') as HolderOrder;
const sockets: (LoadSocket | undefined)[] = [];
let refused = 0;
let missing = 0;
let lastIn = 0;
let invited = 0;

async function open(index: number): Promise<LoadSocket> {
  if (isBare) return LoadSocket.open(port, BARE_PATH);
  const socket = await openSessionClient(port, `${name}-${index}`);
  for (let session = 0; session < sessions; session++) await joinSession(socket, `s${session + 1}`);
  return socket;
}

async function enter(index: number): Promise<void> {
  sockets[index] = await open(index);
  missing--;
  lastIn = now();
}

/** Waits before each attempt as the SDK does. */
const sdkPause = (attempt: number) => pause(backoffMs({ attempt, closeCode: CUT, random: Math.random }));

/** Tries until the server lets it in. */
async function persist(index: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await enter(index);
      return;
    } catch {
      refused++;
      await sdkPause(attempt);
    }
  }
}

async function comeBack(index: number, withinMs: number | null): Promise<void> {
  await (withinMs === null ? sdkPause(0) : pause(Math.random() * withinMs));
  await persist(index);
}

async function come(count: number, perSecond: number): Promise<void> {
  const from = invited;
  invited += count;
  missing += count;
  const entering: Promise<void>[] = [];
  await paced({ count, perSecond }, (index) => entering.push(persist(from + index)));
  await Promise.all(entering);
}

/** Those who are still on their way are let come. */
async function cutOff(withinMs: number | null): Promise<void> {
  const cut = sockets.flatMap((socket, index) => (socket === undefined ? [] : [{ socket, index }]));
  missing += cut.length;
  for (const { socket, index } of cut) {
    socket.destroy();
    sockets[index] = undefined;
  }
  await Promise.all(cut.map(({ index }) => comeBack(index, withinMs)));
}

async function obey(command: HolderCommand): Promise<void> {
  refused = 0;
  const done = command.kind === 'come' ? come(command.count, command.perSecond) : cutOff(command.withinMs);
  await Promise.race([done, pause(command.patienceMs)]);
  process.send?.({ until: lastIn, refused, missing } satisfies HolderAnswer);
}

/** Everybody once in the time between two heartbeats, evenly. */
function beat(): void {
  let next = 0;
  let due = 0;
  setInterval(() => {
    due += (sockets.length * TICK_MS) / 1000 / BEAT_SECONDS;
    for (; due >= 1; due--) sockets[next++ % sockets.length]?.write(BEAT);
  }, TICK_MS);
}

setPriority(LOWEST_PRIORITY);
beat();
process.on('message', (command: HolderCommand) => void obey(command));
process.on('disconnect', () => process.exit(0));
