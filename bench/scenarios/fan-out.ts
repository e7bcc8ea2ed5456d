import { crowd } from '../load/crowd.ts';
import { textFrame } from '../load/frames.ts';
import { join, leave, openSessionClient, subscribe } from '../load/session-client.ts';
import { LoadSocket } from '../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { medianCpuMs } from '../runner/windows.ts';
import { checkSample } from '../servers/sample-counters.ts';

const SUBSCRIBERS = 10_000;
/** A little more than the least time between two pushes of a scope. */
const PERIOD_MS = 1100;
const WARM_UP = 1;
const PUSHES = 6;

interface Audience {
  readonly server: ServerProcess;
  readonly subscribers: readonly LoadSocket[];
  /** Does what makes the server push. */
  readonly change: (index: number) => Promise<void> | void;
}

async function push({ subscribers, change }: Audience, index: number): Promise<void> {
  const total = () => subscribers.reduce((sum, { received }) => sum + received, 0);
  const before = total();
  await change(index);
  await pause(PERIOD_MS);
  const messages = total() - before;
  if (messages !== SUBSCRIBERS) throw new Error(`${messages} messages instead of ${SUBSCRIBERS}`);
}

async function measure(audience: Audience): Promise<Measured> {
  for (let index = 0; index < WARM_UP; index++) await push(audience, index);
  const cpuMs = await medianCpuMs(audience.server, PUSHES, (index) => push(audience, WARM_UP + index));
  return { value: (cpuMs * 1000) / SUBSCRIBERS };
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  const someone = await openSessionClient(server.port, 'someone');
  await join(someone);
  const subscribers = await crowd(SUBSCRIBERS, async (index) => {
    const socket = await openSessionClient(server.port, `a${index}`);
    await subscribe(socket);
    return socket;
  });
  await pause(PERIOD_MS);
  const [first] = subscribers;
  if (first !== undefined) first.keepsText = true;
  const change = (index: number) => (index % 2 === 0 ? leave(someone) : join(someone));
  const measured = await measure({ server, subscribers, change });
  checkSample(first?.lastText ?? '', 1);
  return measured;
}

async function bareUws(stage: Stage): Promise<Measured> {
  const server = await stage.start('bare-uws');
  const publisher = await LoadSocket.open(server.port, '/publish');
  const subscribers = await crowd(SUBSCRIBERS, async () => {
    const socket = await LoadSocket.open(server.port, '/subscribe');
    socket.write(textFrame('subscribe'));
    await socket.receivedCount(1);
    return socket;
  });
  const change = () => publisher.write(textFrame('publish'));
  return measure({ server, subscribers, change });
}

/** A change, and all subscribers told. */
export const fanOut: Figure = {
  name: 'fan-out',
  unit: 'µs of CPU a subscriber and push',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [
    {
      title: 'fan-out of counters to 10,000 subscribers, CPU, to `publish` of the same bytes',
      of: 'headcount',
      against: 'bare uWS',
      atMost: 1.2,
    },
  ],
};
