import { crowd } from '../load/crowd.ts';
import { repeated, textFrame } from '../load/frames.ts';
import { openAttendee } from '../load/session-client.ts';
import { openSocketIoClient, SOCKET_IO_HEARTBEAT } from '../load/socket-io-client.ts';
import { LoadSocket } from '../load/web-socket.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { medianCpuMs } from '../runner/windows.ts';

const SOCKETS = 20;
/** A window's. */
const FRAMES = 300_000;
/** Socket.IO takes several times as long for each. */
const SOCKET_IO_FRAMES = 60_000;
const WINDOWS = 5;
const FRAMES_A_WRITE = 3000;

interface Flood {
  readonly frame: Buffer;
  readonly frames: number;
  readonly open: (port: number, index: number) => Promise<LoadSocket>;
}

/** Each socket writes the next burst when the server has handled the one before. */
async function pour(sockets: readonly LoadSocket[], frame: Buffer, frames: number): Promise<void> {
  const burst = repeated(frame, FRAMES_A_WRITE);
  const bursts = frames / sockets.length / FRAMES_A_WRITE;
  const pourInto = async (socket: LoadSocket): Promise<void> => {
    for (let count = 0; count < bursts; count++) {
      socket.write(burst);
      await socket.drained();
    }
  };
  await Promise.all(sockets.map(pourInto));
}

async function measure(server: ServerProcess, { frame, frames, open }: Flood): Promise<Measured> {
  const sockets = await crowd(SOCKETS, (index) => open(server.port, index));
  await pour(sockets, frame, frames);
  const cpuMs = await medianCpuMs(server, WINDOWS, () => pour(sockets, frame, frames));
  return { value: frames / (cpuMs / 1000) };
}

const HEARTBEAT = textFrame('h');

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  const open = (port: number, index: number) => openAttendee(port, `a${index}`);
  return measure(server, { frame: HEARTBEAT, frames: FRAMES, open });
}

async function bareUws(stage: Stage): Promise<Measured> {
  const open = (port: number) => LoadSocket.open(port, '/nothing');
  return measure(await stage.start('bare-uws'), { frame: HEARTBEAT, frames: FRAMES, open });
}

async function socketIo(stage: Stage): Promise<Measured> {
  const frames = SOCKET_IO_FRAMES;
  return measure(await stage.start('socketio-uws'), {
    frame: SOCKET_IO_HEARTBEAT,
    frames,
    open: openSocketIoClient,
  });
}

/** What one core can take of the frame `h`. */
export const heartbeatFlood: Figure = {
  name: 'flood',
  unit: '`h` frames a core-second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
    { name: 'Socket.IO on uWS', measure: socketIo },
  ],
  goals: [
    {
      title: '`h` frames a core-second, to a uWS handler that does nothing',
      of: 'headcount',
      against: 'bare uWS',
      atLeast: 0.9,
    },
    { title: 'the same, to Socket.IO on uWS', of: 'headcount', against: 'Socket.IO on uWS', atLeast: 4 },
  ],
};
