import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChurnCommand, Churned, ChurnOrder } from '../../load/churn.ts';
import { Observer } from '../../load/observer.ts';
import { SESSION } from '../../load/session-client.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { startHeadcount } from '../../runner/headcount.ts';
import { percentile } from '../../runner/percentile.ts';
import type { ServerProcess } from '../../runner/server-process.ts';
import { told } from '../../runner/told.ts';

/** Joins and leaves together. */
const A_MINUTE = 200_000;
const QUIET_A_MINUTE = 600;
const WARM_UP_MS = 8000;
const FOR_MS = 30_000;
const MINUTE_MS = 60_000;
/** For the last leaves, and the last push. */
const SETTLE_MS = 3000;

const PUSH_INTERVAL_MS = 1000;
const MAX_BEHIND_MS = 200;

interface Crowd {
  readonly server: ServerProcess;
  readonly observer: Observer;
  readonly isBare: boolean;
  readonly changesAMinute: number;
}

/** The minute's counts begin anew with it: what is measured lies in one. */
async function minuteWithRoom(): Promise<void> {
  const left = MINUTE_MS - (Date.now() % MINUTE_MS);
  if (left < FOR_MS + 3 * SETTLE_MS) await pause(left + SETTLE_MS);
}

async function measure({ server, observer, isBare, changesAMinute }: Crowd): Promise<Measured> {
  const file = fileURLToPath(new URL('./load/churn.js', import.meta.url));
  const order: ChurnOrder = { port: server.port, isBare };
  const child = fork(file, [JSON.stringify(order)], { execArgv: [] });
  const perSecond = changesAMinute / 2 / 60;
  const churn = (forMs: number) => told<Churned>(child, { forMs, perSecond } satisfies ChurnCommand);
  await churn(WARM_UP_MS);
  await minuteWithRoom();
  await pause(SETTLE_MS);
  const base = observer.last?.minute ?? { joins: 0, leaves: 0 };
  observer.forget();
  await server.watch();
  const { cpuMs } = await server.usage();
  const { joins, leaves, broken } = await churn(FOR_MS);
  const loop = await server.watched();
  const usage = await server.usage();
  await pause(SETTLE_MS);
  child.kill('SIGKILL');
  const behind = [
    ...observer.behind(joins, ({ minute }) => minute.joins - base.joins),
    ...observer.behind(leaves, ({ minute }) => minute.leaves - base.leaves),
  ];
  return {
    value: percentile(behind, 0.99),
    details: {
      p50: percentile(behind, 0.5),
      max: percentile(behind, 1),
      changesAMinute: (behind.length / FOR_MS) * MINUTE_MS,
      broken,
      cpuUsAChange: ((usage.cpuMs - cpuMs) * 1000) / behind.length,
      ...loop,
    },
  };
}

async function headcount(stage: Stage, changesAMinute: number): Promise<Measured> {
  const server = await startHeadcount(stage);
  const observer = await Observer.open(server.port, `session:${SESSION}`);
  return measure({ server, observer, isBare: false, changesAMinute });
}

async function bareUws(stage: Stage): Promise<Measured> {
  const server = await stage.start('bare-presence');
  const observer = await Observer.openBare(server.port, SESSION);
  return measure({ server, observer, isBare: true, changesAMinute: A_MINUTE });
}

/** People connect, join, leave and are gone, all the time: how far pushed counters are behind. */
export const churn: Figure = {
  name: 'churn',
  unit: 'ms from asking to join or leave to the pushed counter, p99',
  variants: [
    { name: 'headcount', measure: (stage) => headcount(stage, A_MINUTE) },
    { name: 'headcount, 600 a minute', measure: (stage) => headcount(stage, QUIET_A_MINUTE) },
    { name: 'bare uWS that pushes once a second', measure: bareUws },
  ],
  goals: [
    {
      title: '200,000 joins and leaves a minute: pushed counters behind, ms, p99',
      of: 'headcount',
      atMost: PUSH_INTERVAL_MS + MAX_BEHIND_MS,
    },
    {
      title: 'joins and leaves a minute meanwhile',
      of: 'headcount',
      detail: 'changesAMinute',
      atLeast: 0.99 * A_MINUTE,
    },
    { title: 'how late timers are meanwhile, ms, p99', of: 'headcount', detail: 'lagP99Ms' },
  ],
};
