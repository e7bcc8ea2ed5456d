import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { connectionsThatFit } from '../../runner/file-limit.ts';
import { startHeadcount } from '../../runner/headcount.ts';
import { Holders } from '../../runner/holders.ts';
import { kernelBytes } from '../../runner/kernel-memory.ts';
import { presencesAt } from '../../runner/progress.ts';
import type { ServerProcess } from '../../runner/server-process.ts';

const WANTED = 100_000;
/** They stay: what a busy process takes once and keeps is not theirs. */
const WARM_UP = 5000;
const A_SECOND = 1500;
const SETTLE_MS = 2000;
/** For which everybody beats, and the event loop is watched. */
const WATCH_MS = 15_000;

interface Taken {
  readonly userBytes: number;
  readonly heapBytes: number;
  readonly kernelBytes: number | undefined;
}

async function taken(server: ServerProcess): Promise<Taken> {
  await pause(SETTLE_MS);
  const kernel = kernelBytes();
  const { rssBytes, heapBytes } = await server.collected();
  return { userBytes: rssBytes, heapBytes, kernelBytes: kernel };
}

interface Crowd {
  readonly server: ServerProcess;
  readonly isBare: boolean;
  readonly sessions: number;
}

async function measure({ server, isBare, sessions }: Crowd): Promise<Measured> {
  const wanted = connectionsThatFit(WANTED);
  const holders = Holders.for(wanted, { port: server.port, isBare, sessions });
  await holders.come(WARM_UP, A_SECOND);
  const before = await taken(server);
  await server.watch();
  const { missing } = await holders.come(wanted - WARM_UP, A_SECOND);
  const connections = wanted - missing;
  const arriving = await server.watched();
  const after = await taken(server);
  await server.watch();
  const { cpuMs } = await server.usage();
  await pause(WATCH_MS);
  const loop = await server.watched();
  const usage = await server.usage();
  const presences = isBare ? 0 : await presencesAt(server, sessions);
  holders.stop();
  const each = (bytes: number) => bytes / (connections - WARM_UP) / 1000;
  const userKB = each(after.userBytes - before.userBytes);
  // The other end of each connection takes as much.
  const kernelKB = each(((after.kernelBytes ?? Number.NaN) - (before.kernelBytes ?? Number.NaN)) / 2);
  return {
    value: userKB,
    details: {
      connections,
      presences,
      heapKB: each(after.heapBytes - before.heapBytes),
      kernelKB,
      withKernelKB: userKB + kernelKB,
      rssMB: after.userBytes / 1e6,
      arrivingLagP99Ms: arriving.lagP99Ms,
      arrivingGcMaxMs: arriving.gcMaxMs,
      beatingCores: (usage.cpuMs - cpuMs) / WATCH_MS,
      ...loop,
    },
  };
}

async function headcount(stage: Stage, sessions: number): Promise<Measured> {
  const server = await startHeadcount(stage);
  return measure({ server, isBare: false, sessions });
}

/** What it takes until there are so many presences, even where fewer sockets fit. */
const sessionsEach = () => Math.ceil(WANTED / connectionsThatFit(WANTED));

async function bareUws(stage: Stage): Promise<Measured> {
  return measure({ server: await stage.start('bare-uws'), isBare: true, sessions: 0 });
}

/** As many people as one process may have files, everybody beating. */
export const presences: Figure = {
  name: 'presences',
  unit: 'KB of resident memory a connection',
  variants: [
    { name: 'headcount', measure: (stage) => headcount(stage, 1) },
    { name: 'headcount, 100,000 presences', measure: (stage) => headcount(stage, sessionsEach()) },
    { name: 'bare uWS', measure: bareUws },
  ],
  goals: [
    { title: 'memory a present attendee, as many as fit, KB', of: 'headcount', atMost: 2.2 },
    { title: 'the same with the memory of the kernel, KB', of: 'headcount', detail: 'withKernelKB' },
    { title: 'connections held by one process', of: 'headcount', detail: 'connections' },
    {
      title: 'presences held by one process',
      of: 'headcount, 100,000 presences',
      detail: 'presences',
      atLeast: WANTED,
    },
    {
      title: 'how late timers are while they beat, ms, p99',
      of: 'headcount, 100,000 presences',
      detail: 'lagP99Ms',
    },
    {
      title: 'the longest pause of the garbage collector while they come, ms',
      of: 'headcount, 100,000 presences',
      detail: 'arrivingGcMaxMs',
    },
  ],
};
