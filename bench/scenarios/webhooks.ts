import { HookReceiver } from '../load/hook-receiver.ts';
import { tokenFor } from '../load/tokens.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { headcountSettings } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import type { PostsWanted } from '../servers/bare-posts.ts';

const WARM_UP = 500;
const MESSAGES = 3000;
/** At one endpoint, as Headcount has it. */
const IN_FLIGHT = 4;
const WRITERS = 32;

type Call = (method: string, path: string, body: object) => Promise<void>;

function callerOf({ port }: ServerProcess): Call {
  const headers = {
    authorization: `Bearer ${tokenFor('boss', 'admin')}`,
    'content-type': 'application/json',
  };
  return async (method, path, body) => {
    const url = `http://127.0.0.1:${port}${path}`;
    const answer = await fetch(url, { method, headers, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`${method} ${path} was answered ${await answer.text()}`);
    await answer.arrayBuffer();
  };
}

/** So many people register, each of which is told. */
async function register(call: Call, from: number, count: number): Promise<void> {
  let next = from;
  const write = async (): Promise<void> => {
    for (let index = next++; index < from + count; index = next++)
      await call('PUT', `/v1/events/fair/registrations/p${index}`, { ticketId: `T-${index}` });
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
}

async function timed(server: ServerProcess, count: number, run: () => Promise<void>): Promise<Measured> {
  const before = await server.usage();
  const begun = performance.now();
  await run();
  const seconds = (performance.now() - begun) / 1000;
  const { cpuMs } = await server.usage();
  return { value: count / seconds, details: { cpuMsEach: (cpuMs - before.cpuMs) / count } };
}

/** What waits is sent as fast as the receiver answers: it waits with its first answers until everybody has registered. */
async function headcount(stage: Stage): Promise<Measured> {
  const receiver = await HookReceiver.open();
  const settings = { ...headcountSettings(stage.folder()), WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' };
  const server = await stage.start('headcount', settings);
  const call = callerOf(server);
  await call('PUT', '/v1/events/fair', {});
  await call('POST', '/v1/webhooks', { url: `${receiver.origin}/hook`, types: ['attendee.registered'] });
  await register(call, 0, WARM_UP);
  await receiver.count(WARM_UP);
  receiver.hold();
  await register(call, WARM_UP, MESSAGES);
  const waiting = MESSAGES + WARM_UP - receiver.messages;
  const measured = await timed(server, waiting, async () => {
    receiver.release();
    await receiver.count(WARM_UP + MESSAGES);
  });
  const twice = receiver.requests - receiver.messages;
  receiver.close();
  return { ...measured, details: { ...measured.details, twice } };
}

/** As large as a body of ours. */
const BODY = JSON.stringify({
  ...{ type: 'attendee.registered', timestamp: new Date(0).toISOString(), sequence: 1000 },
  ...{ organization: 'bench', event: 'fair', session: null },
  data: {
    attendee: { id: 'p1000', name: null, firstName: null, lastName: null, email: null, country: null },
    registration: { at: new Date(0).toISOString(), ticketId: 'T-1000', answers: {} },
  },
});

async function undici(stage: Stage): Promise<Measured> {
  const receiver = await HookReceiver.open();
  const server = await stage.start('bare-posts');
  const post = async (count: number): Promise<void> => {
    const wanted: PostsWanted = { origin: receiver.origin, count, inFlight: IN_FLIGHT, body: BODY };
    await fetch(`http://127.0.0.1:${server.port}/`, { method: 'POST', body: JSON.stringify(wanted) });
  };
  await post(WARM_UP);
  const measured = await timed(server, MESSAGES, () => post(MESSAGES));
  receiver.close();
  return measured;
}

/** How fast what waits for one webhook reaches it: read, signed, posted, and noted in log and file. */
export const webhooks: Figure = {
  name: 'webhooks',
  unit: 'webhooks a second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'undici', measure: undici },
  ],
  goals: [
    { title: 'webhooks a second to one local receiver, 3,000 waiting', of: 'headcount', atLeast: 500 },
    { title: 'the same, to plain posts with undici', of: 'headcount', against: 'undici' },
  ],
};
