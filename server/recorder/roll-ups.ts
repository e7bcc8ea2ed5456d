import type { History, Rolled, RollUpRow, RollUpStep } from '../../storage/types.ts';
import { ROLL_UP_MS, type RolledScope, rollUp } from '../figures/roll-up.ts';
import type { Live } from '../live/live.ts';
import { Hourly } from './hourly.ts';
import type { KnownUniques } from './known-uniques.ts';

export interface RollUpsOptions {
  readonly history: History;
  readonly live: Live;
  /** They could not be written; it is tried again with a commit in the next hour. */
  readonly onError: (error: unknown) => void;
}

const STEPS: readonly RollUpStep[] = ['hour', 'day'];

/** The scopes of a catalogue whose hours and days are kept. */
function rolledScopes(live: Live): RolledScope[] {
  return [...live.registry.scopes.values()].map(({ key, kind }) => {
    return { key, isOrganization: kind === 'organization', sessions: live.sessionsIn(key) };
  });
}

/** Keeps hours and days once they have closed, beside the commits. */
export class RollUps extends Hourly {
  constructor(options: RollUpsOptions) {
    const { onError } = options;
    super({
      run: (through, isStopped) => rollUpThrough(options, through, isStopped),
      afterMs: 0,
      onError,
    });
  }
}

interface RollingUp extends Pick<RollUpsOptions, 'history' | 'live'> {
  /** @default all are counted from slices */
  readonly uniques?: KnownUniques;
}

/** Keeps all hours and days that have closed by a log time up to which everything is on disk. */
export async function rollUpThrough(
  { history, live, uniques }: RollingUp,
  through: number,
  isStopped: () => boolean = () => false,
): Promise<void> {
  for (const step of STEPS) {
    const size = ROLL_UP_MS[step];
    for (let next = await nextStart(history, step); next !== undefined && !isStopped(); ) {
      const { start, since } = next;
      if (start + size > through) break;
      const span = { from: start, to: start + size };
      const runs = await history.runs(span.from, span.to);
      const rows: RollUpRow[] = [];
      const scopes = rolledScopes(live);
      const busy = new Set(await history.busyScopes({ scopes: scopes.map(({ key }) => key), ...span }));
      for (const scope of runs.length === 0 ? [] : scopes)
        if (busy.has(scope.key)) rows.push(...(await rollUp(history, scope, { step, start, runs, uniques })));
      const end = runs.length === 0 ? await nextKnown(history, { from: span.to, through, size }) : span.to;
      const rolled = { since, through: end };
      await history.writeRollUp({ step, start, scopes: scopes.map(({ key }) => key), rows, rolled });
      next = { start: end, since };
    }
  }
}

/** The start of the next step in which the log was alive: a server that was away for months has thousands without. */
async function nextKnown(
  history: Pick<History, 'runs'>,
  { from, through, size }: { readonly from: number; readonly through: number; readonly size: number },
): Promise<number> {
  const [run] = await history.runs(from, through);
  return Math.floor(Math.max(from, run?.start ?? through) / size) * size;
}

async function nextStart(
  history: History,
  step: RollUpStep,
): Promise<{ start: number; since: number } | undefined> {
  const rolled: Rolled | undefined = await history.rolled(step);
  if (rolled !== undefined) return { start: rolled.through, since: rolled.since };
  const [first] = await history.runs(0, Number.MAX_SAFE_INTEGER);
  if (first === undefined) return undefined;
  const size = ROLL_UP_MS[step];
  const since = Math.floor(first.start / size) * size;
  return { start: since, since };
}
