import { crowd } from '../load/crowd.ts';
import { textFrame } from '../load/frames.ts';
import { openAttendee } from '../load/session-client.ts';
import { LoadSocket } from '../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { medianCpuMs } from '../runner/windows.ts';

const SOCKETS = 10_000;
const A_SECOND = 20_000;
const WARM_UP = 20_000;
/** A window's. */
const HEARTBEATS = 20_000;
const WINDOWS = 4;
const SLICE_MS = 10;
const SETTLE_MS = 300;
const HEARTBEAT = textFrame('h');

/** Evenly over time and sockets, so that no read of the server ever finds two. */
async function beat(sockets: readonly LoadSocket[], count: number): Promise<void> {
  const from = performance.now();
  for (let sent = 0; sent < count; await pause(SLICE_MS)) {
    const due = Math.min(count, Math.floor(((performance.now() - from) * A_SECOND) / 1000));
    for (; sent < due; sent++) sockets[sent % sockets.length]?.write(HEARTBEAT);
  }
}

async function measure(
  server: ServerProcess,
  open: (port: number, index: number) => Promise<LoadSocket>,
): Promise<Measured> {
  const sockets = await crowd(SOCKETS, (index) => open(server.port, index));
  await beat(sockets, WARM_UP);
  const cpuMs = await medianCpuMs(server, WINDOWS, () => beat(sockets, HEARTBEATS));
  await pause(SETTLE_MS);
  return { value: (cpuMs * 1000) / HEARTBEATS };
}

async function heartbeatsCounted(port: number): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^headcount_heartbeats_total (\d+)/m.exec(metrics)?.[1]);
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  const measured = await measure(server, (port, index) => openAttendee(port, `a${index}`));
  const counted = await heartbeatsCounted(server.port);
  if (counted !== WARM_UP + WINDOWS * HEARTBEATS) throw new Error(`the server counted ${counted} heartbeats`);
  return measured;
}

async function bareUws(stage: Stage): Promise<Measured> {
  return measure(await stage.start('bare-uws'), (port) => LoadSocket.open(port, '/nothing'));
}

/** Heartbeats as a real crowd sends them: each comes alone. */
export const heartbeat: Figure = {
  name: 'heartbeat',
  unit: 'µs of CPU a heartbeat',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [
    {
      title: 'CPU a heartbeat, one message a socket at a time, 10,000 sockets, to bare uWS',
      of: 'headcount',
      against: 'bare uWS',
      atMost: 1.15,
    },
  ],
};
