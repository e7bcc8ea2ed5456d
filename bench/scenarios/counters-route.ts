import { crowd } from '../load/crowd.ts';
import { HttpPoller } from '../load/http-poller.ts';
import { openAttendee, SESSION } from '../load/session-client.ts';
import { tokenFor } from '../load/tokens.ts';
import type { Figure, Measured, Stage } from '../runner/figure.ts';
import { startHeadcount } from '../runner/headcount.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { medianCpuMs } from '../runner/windows.ts';
import { checkSample } from '../servers/sample-counters.ts';

const ATTENDEES = 8000;
const POLLERS = 32;
const WARM_UP = 20_000;
/** A window's. */
const CALLS = 12_000;
const WINDOWS = 5;

async function poll(pollers: readonly HttpPoller[], calls: number): Promise<void> {
  let asked = 0;
  const ask = async (poller: HttpPoller): Promise<void> => {
    while (asked++ < calls) await poller.get();
  };
  await Promise.all(pollers.map(ask));
}

async function measure(server: ServerProcess, path: string): Promise<Measured> {
  const options = { port: server.port, path, token: tokenFor('operator', 'operator') };
  const pollers = await crowd(POLLERS, () => HttpPoller.open(options));
  await poll(pollers, WARM_UP);
  const cpuMs = await medianCpuMs(server, WINDOWS, () => poll(pollers, CALLS));
  const body = pollers[0]?.lastBody ?? '{}';
  const { concurrent } = JSON.parse(body) as { concurrent?: number };
  if (concurrent !== ATTENDEES) throw new Error(`the answer counts ${concurrent} attendees`);
  checkSample(body, ATTENDEES);
  return { value: CALLS / (cpuMs / 1000) };
}

async function headcount(stage: Stage): Promise<Measured> {
  const server = await startHeadcount(stage);
  await crowd(ATTENDEES, (index) => openAttendee(server.port, `a${index}`));
  return measure(server, `/v1/counters/session:${SESSION}`);
}

async function bareUws(stage: Stage): Promise<Measured> {
  return measure(await stage.start('bare-uws'), '/counters');
}

/** How often a core can say what the counters are, to clients that poll. */
export const countersRoute: Figure = {
  name: 'counters',
  unit: 'calls a core-second',
  variants: [
    { name: 'headcount', measure: headcount },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [
    {
      title: '`GET /v1/counters/{scope}` of a session with 8,000 attendees, to a bare uWS route',
      of: 'headcount',
      against: 'bare uWS',
      atLeast: 0.3,
    },
  ],
};
