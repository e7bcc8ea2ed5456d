import { crowd } from '../load/crowd.ts';
import { textFrame } from '../load/frames.ts';
import { openAttendee } from '../load/session-client.ts';
import { LoadSocket } from '../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { medianCpuMs } from '../runner/windows.ts';

/** As many as it takes until everything is compiled: a server that just started is not what is asked. */
const WARM_UP = 9000;
/** A window's. */
const CONNECTIONS = 1500;
const WINDOWS = 4;
/** For the recorder to write what came: that is part of the price. */
const SETTLE_MS = 300;

async function measure(
  server: ServerProcess,
  open: (port: number, index: number) => Promise<LoadSocket>,
): Promise<Measured> {
  let come = 0;
  const more = async (count: number): Promise<void> => {
    await crowd(count, () => open(server.port, come++));
    await pause(SETTLE_MS);
  };
  await more(WARM_UP);
  const cpuMs = await medianCpuMs(server, WINDOWS, () => more(CONNECTIONS));
  return { value: (cpuMs * 1000) / CONNECTIONS };
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  return measure(server, (port, index) => openAttendee(port, `a${index}`));
}

const SUBSCRIBE = textFrame('{"type":"subscribe","scope":"session:s1"}');

async function bareUws(stage: Stage): Promise<Measured> {
  return measure(await stage.start('bare-uws'), async (port) => {
    const socket = await LoadSocket.open(port, '/subscribe');
    socket.write(SUBSCRIBE);
    await socket.receivedCount(1);
    return socket;
  });
}

/** From nothing to counted, and on disk. */
export const connect: Figure = {
  name: 'connect',
  unit: 'µs of CPU a connection',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [
    {
      title: 'connect, auth (HS256), join, CPU, to connect and subscribe on bare uWS',
      of: 'headcount',
      against: 'bare uWS',
      atMost: 2,
    },
  ],
};
