import type { Arrived } from '../load/arrivals.ts';
import { now } from '../load/clock.ts';
import { Observer } from '../load/observer.ts';
import { SESSION } from '../load/session-client.ts';
import { ArrivalsProcess } from '../runner/arrivals-process.ts';
import { type Figure, type Measured, pause, type Stage } from '../runner/figure.ts';
import { NODES, startNodes } from '../runner/nodes.ts';
import { percentile } from '../runner/percentile.ts';
import { connectionsAt } from '../runner/progress.ts';
import type { ServerProcess } from '../runner/server-process.ts';

const ATTENDEES = 20_000;
const SECONDS = 10;
/** One of so many has the counters on its page, too. */
const SUBSCRIBES = 10;
/** Until the load processes are up. */
const LEAD_MS = 2000;
/** For the last push. */
const SETTLE_MS = 3000;

const byTime = (arrived: readonly Arrived[]) => arrived.flatMap(({ asked }) => asked).sort((a, b) => a - b);

/** All come at once, each third to a server, from a process of its own. Servers that are nodes count all of them, others their third. */
async function storm(servers: readonly ServerProcess[], areNodes: boolean): Promise<Measured> {
  const observers = await Promise.all(servers.map(({ port }) => Observer.open(port, `session:${SESSION}`)));
  const at = now() + LEAD_MS;
  const loads = servers.map(({ port }, index) => {
    const count = Math.floor((ATTENDEES + index) / servers.length);
    const perSecond = count / SECONDS;
    return new ArrivalsProcess({ port, name: `a${index}`, count, perSecond, subscribes: SUBSCRIBES, at });
  });
  const arrived = await Promise.all(loads.map((load) => load.arrived()));
  await pause(SETTLE_MS);
  const connections = await Promise.all(servers.map(connectionsAt));
  const connected = areNodes ? Math.min(...connections) : connections.reduce((sum, one) => sum + one);
  if (!loads.every(({ isRunning }) => isRunning)) throw new Error('somebody was sent away');
  for (const load of loads) load.stop();
  const behind = observers.flatMap((observer, index) =>
    observer.behind(byTime(areNodes ? arrived : arrived.slice(index, index + 1))),
  );
  const cpuMs = (await Promise.all(servers.map((server) => server.usage()))).map((usage) => usage.cpuMs);
  return {
    value: percentile(behind, 0.99),
    details: {
      p50: percentile(behind, 0.5),
      missing: ATTENDEES - connected,
      seconds: (Math.max(...arrived.map(({ until }) => until)) - at) / 1000,
      nodeCpuSeconds: Math.max(...cpuMs) / 1000,
    },
  };
}

async function headcount(stage: Stage): Promise<Measured> {
  const redis = await stage.redis();
  return storm(await startNodes(stage, { count: NODES, url: redis.url }), true);
}

const apart = async (stage: Stage) => storm(await startNodes(stage, { count: NODES }), false);

/** A keynote begins: how long counters lack those who come, while they come. */
export const redisStorm: Figure = {
  name: 'redis-storm',
  unit: 'ms from asking to join to the pushed counter, p99',
  variants: [
    { name: 'headcount, 3 nodes', measure: headcount },
    { name: 'three servers apart, without Redis', measure: apart },
  ],
  goals: [
    {
      title: '20,000 attendees on 3 nodes within 10 s: pushed counters behind, ms, p99',
      of: 'headcount, 3 nodes',
      atMost: 2500,
    },
    { title: 'of those, not connected at the end', of: 'headcount, 3 nodes', detail: 'missing', atMost: 0 },
  ],
};
