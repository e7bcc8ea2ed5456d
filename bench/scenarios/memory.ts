import { crowd } from '../load/crowd.ts';
import { openAttendee } from '../load/session-client.ts';
import { LoadSocket } from '../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';

/** They stay: what a busy process takes once and keeps (young generation, caches of SQLite, compiled code) is not theirs. */
const WARM_UP = 5000;
const CONNECTIONS = 15_000;
/** For the recorder to write what came, ms. */
const SETTLE_MS = 1000;

async function measure(
  server: ServerProcess,
  open: (port: number, index: number) => Promise<LoadSocket>,
): Promise<Measured> {
  const grow = async (from: number, to: number) => {
    await crowd(to - from, (index) => open(server.port, from + index));
    await pause(SETTLE_MS);
    return server.collected();
  };
  const idle = await server.collected();
  const before = await grow(0, WARM_UP);
  const after = await grow(WARM_UP, CONNECTIONS);
  const each = (key: 'rssBytes' | 'heapBytes') => (after[key] - before[key]) / (CONNECTIONS - WARM_UP) / 1000;
  return {
    value: each('rssBytes'),
    details: {
      heapKB: each('heapBytes'),
      withWarmUpKB: (after.rssBytes - idle.rssBytes) / CONNECTIONS / 1000,
    },
  };
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  return measure(server, (port, index) => openAttendee(port, `attendee-${index}`));
}

async function bareUws(stage: Stage): Promise<Measured> {
  return measure(await stage.start('bare-uws'), (port) => LoadSocket.open(port, '/nothing'));
}

/** Resident memory of an attendee who is authenticated, joined and counted. */
export const memory: Figure = {
  name: 'memory',
  unit: 'KB of resident memory a connection',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [{ title: 'memory a present attendee at 15,000, KB', of: 'headcount', atMost: 2.2 }],
};
