import type { History, SliceRow } from '../../storage/types.ts';
import { Recount, type RecountedMinute } from '../figures/recount/recount.ts';
import { ROLL_UP_MS, type RolledScope, rollUp } from '../figures/roll-up.ts';
import type { SessionState } from '../live/registry.ts';
import type { Differences } from './differences.ts';

/** Whole minutes, ms; all of it has closed and is on disk. */
export interface CheckedSpan {
  readonly from: number;
  readonly to: number;
}

const HOUR_MS = ROLL_UP_MS.hour;
const MINUTE_FIGURES = [
  'peak',
  'peakAt',
  'minimum',
  'area',
  'covered',
  'joins',
  'leaves',
  'uniques',
] as const;
const STEP_FIGURES = [...MINUTE_FIGURES, 'connections'] as const;

/** Who stands when the span begins, then who comes, an hour at a time. */
async function* slicesIn(history: History, sessions: readonly SessionState[], { from, to }: CheckedSpan) {
  const keys = new Set(sessions.map(({ row }) => row.key));
  const own = (rows: readonly SliceRow[]) => rows.filter(({ session }) => keys.has(session));
  yield own(await history.slicesBetween(from - 1, from));
  for (let start = from; start < to; start += HOUR_MS) {
    const end = Math.min(start + HOUR_MS, to);
    yield own(await history.slicesBetween(start, end)).filter((slice) => slice.start >= start);
  }
}

/** Minutes against what slices give. */
export async function checkMinutes(
  history: History,
  scope: { readonly key: number; readonly sessions: readonly SessionState[] },
  span: CheckedSpan,
  differences: Differences,
): Promise<void> {
  const expected = new Map<string, RecountedMinute>();
  const recount = new Recount({
    from: span.from,
    runs: await history.runs(span.from, span.to),
    known: await history.backfilled({ scope: scope.key, ...span }),
    scopesOf: (session) =>
      (scope.sessions.find(({ row }) => row.key === session)?.scopes ?? []).filter(
        ({ key }) => key === scope.key,
      ),
    sink: {
      minute: (row) => expected.set(`${row.track} ${row.minute}`, row),
      seen: () => {},
      peak: () => {},
    },
  });
  for await (const slices of slicesIn(history, scope.sessions, span))
    for (const slice of slices) recount.take(slice);
  recount.finish(span.to);
  for (const track of [0, 1, 2] as const) {
    const what = `minute of track ${track}:`;
    for (const found of await history.minutes({ scope: scope.key, track, ...span })) {
      const key = `${track} ${found.minute}`;
      differences.compareRows<RecountedMinute>(
        what,
        found.minute,
        { expected: expected.get(key), found },
        MINUTE_FIGURES,
      );
      expected.delete(key);
    }
  }
  for (const row of expected.values())
    differences.compareRows(
      `minute of track ${row.track}:`,
      row.minute,
      { expected: row, found: undefined },
      MINUTE_FIGURES,
    );
}

/** Hours and days that are kept and lie in the span against minutes, hours and slices; where an import was none are. */
export async function checkRollUps(
  history: History,
  scope: RolledScope,
  { from, to }: CheckedSpan,
  differences: Differences,
): Promise<void> {
  for (const step of ['hour', 'day'] as const) {
    const size = ROLL_UP_MS[step];
    const rolled = await history.rolled(step);
    if (rolled === undefined) continue;
    const first = Math.max(rolled.since, Math.ceil(from / size) * size);
    for (let start = first; start + size <= Math.min(to, rolled.through); start += size) {
      const runs = await history.runs(start, start + size);
      const imported = await history.backfilled({ scope: scope.key, from: start, to: start + size });
      const isKept = runs.length > 0 && imported.length === 0;
      const rows = !isKept ? [] : await rollUp(history, scope, { step, start, runs });
      for (const track of [0, 1, 2] as const) {
        const expected = rows.find((row) => row.track === track);
        const [found] = await history.rollUps({ scope: scope.key, track, step, from: start, to: start + 1 });
        differences.compareRows(`${step} of track ${track}:`, start, { expected, found }, STEP_FIGURES);
      }
    }
  }
}
