import { now } from '../load/clock.ts';
import { crowd } from '../load/crowd.ts';
import { Observer } from '../load/observer.ts';
import { joinSession, openSessionClient } from '../load/session-client.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { NODES, startNodes } from '../runner/nodes.ts';
import { percentile } from '../runner/percentile.ts';
import type { ServerProcess } from '../runner/server-process.ts';

const SESSIONS = 25;
const JOINS = 600;
/** The first ones compile the code. */
const WARM_UP = 150;
/** Between two joins, of any session: each has one a second, at no regular times. */
const MEAN_GAP_MS = 40;
const SETTLE_MS = 2500;

const SETTINGS = { BENCH_TELLS_JOINS: '1' };

const sessionOf = (index: number) => index % SESSIONS;
const nameOf = (session: number) => `session-${session}`;

interface Ends {
  /** Where people join, and where somebody looks on. */
  readonly from: ServerProcess;
  readonly to: ServerProcess;
}

async function measure({ from, to }: Ends): Promise<Measured> {
  const observers = await crowd(SESSIONS, (index) => Observer.open(to.port, `session:${nameOf(index)}`), 1);
  const attendees = await crowd(JOINS, (index) => openSessionClient(from.port, `a${index}`), 1);
  const asked: number[] = [];
  const answered: number[] = [];
  for (const [index, attendee] of attendees.entries()) {
    const at = now();
    asked.push(at);
    void joinSession(attendee, nameOf(sessionOf(index))).then(() => answered.push(now() - at));
    await pause(-Math.log(1 - Math.random()) * MEAN_GAP_MS);
  }
  await pause(SETTLE_MS);
  const measured = (index: number) => index >= WARM_UP;
  const joins = await to.joins();
  const applied = asked.map((at, index) => (joins[`a${index}`] ?? Number.POSITIVE_INFINITY) - at);
  const pushed = observers.flatMap((observer, session) => {
    const ofSession = asked.filter((_, index) => sessionOf(index) === session);
    return observer.behind(ofSession).slice(WARM_UP / SESSIONS);
  });
  return {
    value: percentile(pushed, 0.99),
    details: {
      p50: percentile(pushed, 0.5),
      appliedP99: percentile(
        applied.filter((_, index) => measured(index)),
        0.99,
      ),
      appliedP50: percentile(
        applied.filter((_, index) => measured(index)),
        0.5,
      ),
      answeredP99: percentile(answered.slice(WARM_UP), 0.99),
    },
  };
}

async function headcount(stage: Stage): Promise<Measured> {
  const redis = await stage.redis();
  const [from, , to] = await startNodes(stage, { count: NODES, url: redis.url, settings: SETTINGS });
  if (from === undefined || to === undefined) throw new Error('too few nodes');
  return measure({ from, to });
}

async function alone(stage: Stage): Promise<Measured> {
  const [server] = await startNodes(stage, { count: 1, settings: SETTINGS });
  if (server === undefined) throw new Error('no server');
  return measure({ from: server, to: server });
}

/** Somebody joins on one node; when does another node count them, and when does it say so? */
export const redisPush: Figure = {
  name: 'redis-push',
  unit: 'ms from asking to join to the pushed counter, p99',
  variants: [
    { name: 'headcount, from one of 3 nodes to another', measure: headcount },
    { name: 'headcount alone, without Redis', measure: alone },
  ],
  goals: [
    {
      title: 'from a join on one node to the pushed counter of another, ms, p99',
      of: 'headcount, from one of 3 nodes to another',
      atMost: 1500,
    },
    {
      title: 'from a join on one node until another has applied it, ms, p99',
      of: 'headcount, from one of 3 nodes to another',
      detail: 'appliedP99',
      atMost: 150,
    },
  ],
};
