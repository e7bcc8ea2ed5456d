import { now } from '../../load/clock.ts';
import { Echoes } from '../../load/echoes.ts';
import { openAttendee } from '../../load/session-client.ts';
import { LoadSocket } from '../../load/web-socket.ts';
import { type Figure, type Measured, pause, type Stage } from '../../runner/figure.ts';
import { connectionsThatFit } from '../../runner/file-limit.ts';
import { headcountSettings } from '../../runner/headcount.ts';
import { Holders } from '../../runner/holders.ts';
import { percentile } from '../../runner/percentile.ts';
import { connectionsAt } from '../../runner/progress.ts';
import type { ServerProcess } from '../../runner/server-process.ts';

const WANTED = 100_000;
const A_SECOND = 2000;
const SETTLE_MS = 3000;
/** How long the connected are measured before. */
const QUIET_MS = 5000;
/** The hint with which a server that shuts down sends its people away. */
const HINT_MS = 10_000;
/** What the server does by itself. */
const BY_DEFAULT = '3000';
const WITHOUT = '1000000000';

interface Storm {
  readonly server: ServerProcess;
  readonly isBare: boolean;
  /** Null: all at once, and again as the SDK does it. */
  readonly withinMs: number | null;
}

/** Everybody is cut off and comes back; what do those feel who were not? */
async function measure({ server, isBare, withinMs }: Storm): Promise<Measured> {
  const { port } = server;
  const connections = connectionsThatFit(WANTED);
  const echoes = await Echoes.open((index) =>
    isBare ? LoadSocket.open(port, '/nothing') : openAttendee(port, `echo-${index}`),
  );
  const holders = Holders.for(connections, { port, isBare, sessions: 1 });
  await holders.come(connections, A_SECOND);
  await pause(SETTLE_MS);
  echoes.take();
  await pause(QUIET_MS);
  const quiet = echoes.take();
  await server.watch();
  const from = now();
  const back = await holders.return(withinMs);
  const during = echoes.take();
  const loop = await server.watched();
  const missing = isBare ? back.missing : connections + echoes.count - (await connectionsAt(server));
  holders.stop();
  return {
    value: percentile(during, 0.99),
    details: {
      quietP99: percentile(quiet, 0.99),
      timesQuiet: percentile(during, 0.99) / percentile(quiet, 0.99),
      p50: percentile(during, 0.5),
      max: percentile(during, 1),
      seconds: back.missing === 0 ? (back.until - from) / 1000 : Number.NaN,
      ...{ connections, refused: back.refused, missing },
      ...loop,
    },
  };
}

async function headcount(stage: Stage, limit: string, withinMs: number | null): Promise<Measured> {
  const settings = { ...headcountSettings(stage.folder()), MAX_ACCEPTS_PER_SECOND: limit };
  return measure({ server: await stage.start('headcount', settings), isBare: false, withinMs });
}

async function bareUws(stage: Stage, withinMs: number | null): Promise<Measured> {
  return measure({ server: await stage.start('bare-uws'), isBare: true, withinMs });
}

/** A network comes back, or a server: all its people at once. */
export const storm: Figure = {
  name: 'storm',
  unit: 'ms until somebody connected is answered, p99',
  variants: [
    { name: 'headcount, within 10 s', measure: (stage) => headcount(stage, BY_DEFAULT, HINT_MS) },
    { name: 'bare uWS, within 10 s', measure: (stage) => bareUws(stage, HINT_MS) },
    { name: 'headcount, at once', measure: (stage) => headcount(stage, BY_DEFAULT, null) },
    { name: 'headcount, at once, no limit', measure: (stage) => headcount(stage, WITHOUT, null) },
    { name: 'bare uWS, at once, no limit', measure: (stage) => bareUws(stage, null) },
  ],
  goals: [
    {
      title: 'all come back within 10 s: answers to the connected, p99, ms',
      of: 'headcount, within 10 s',
    },
    {
      title: 'the same, to what they were before',
      of: 'headcount, within 10 s',
      detail: 'timesQuiet',
      atMost: 2,
    },
    {
      title: 'the same, to bare uWS',
      of: 'headcount, within 10 s',
      against: 'bare uWS, within 10 s',
    },
    { title: 'seconds until all are back', of: 'headcount, within 10 s', detail: 'seconds' },
    { title: 'of those, missing', of: 'headcount, within 10 s', detail: 'missing', atMost: 0 },
    {
      title: 'all come back at once: answers to the connected, p99, to bare uWS without a limit',
      of: 'headcount, at once',
      against: 'bare uWS, at once, no limit',
    },
    {
      title: 'the same, to headcount without a limit',
      of: 'headcount, at once',
      against: 'headcount, at once, no limit',
      atMost: 1,
    },
    { title: 'seconds until all are back by the SDK', of: 'headcount, at once', detail: 'seconds' },
    { title: 'of those, missing', of: 'headcount, at once', detail: 'missing', atMost: 0 },
  ],
};
