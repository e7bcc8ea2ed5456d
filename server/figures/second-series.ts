import type { History, StoredEngagement } from '../../storage/types.ts';
import { SECOND_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { knownRuns } from './known-time.ts';
import { presencesOf } from './presences.ts';
import { stepFigures } from './seconds.ts';
import { EMPTY, MODES, type SeriesParts, type SeriesPoint, type SeriesQuestion } from './series-point.ts';
import type { StepSpan } from './steps.ts';

const PAGE = 1000;

/** Points by the second: seconds are not stored, so they are counted from slices, as far as these are on disk. */
export async function secondSeries(
  { history, live }: Pick<SeriesParts, 'history' | 'live'>,
  { scope, track }: SeriesQuestion,
  steps: readonly StepSpan[],
): Promise<SeriesPoint[]> {
  const from = steps[0]?.start ?? 0;
  const to = steps.at(-1)?.end ?? 0;
  const sessions = new Set(scope === undefined ? [] : live.sessionsIn(scope));
  // First the runs: slices may be ahead of them, never behind.
  const runs = await knownRuns(history, { scope, from, to });
  // A millisecond more on both sides, for slices that touch.
  const slices = await history.slicesBetween(from - 1, to + 1);
  const counted = slices.filter(
    ({ session, mode }) => sessions.has(session) && (MODES[track] ?? mode) === mode,
  );
  const actions =
    track === 0 ? await actionsBySecond(history, sessions, { start: from, end: to }) : undefined;
  const figures = stepFigures(steps, presencesOf(counted), runs);
  return steps.map(({ start }, index) => {
    const point = figures[index] ?? null;
    if (point === null) return { start, ...EMPTY };
    return {
      start,
      ...point,
      connections: null,
      engagement: actions === undefined ? null : (actions.get(start) ?? {}),
    };
  });
}

async function actionsBySecond(history: History, sessions: Iterable<ScopeKey>, { start, end }: StepSpan) {
  const counts = new Map<number, Record<string, number>>();
  for (const session of sessions) {
    let after: StoredEngagement | undefined;
    do {
      const rows = await history.engagements({ session, from: start, to: end, after, limit: PAGE });
      for (const { at, action } of rows) {
        const second = Math.floor(at / SECOND_MS) * SECOND_MS;
        const known = counts.get(second) ?? {};
        counts.set(second, { ...known, [action]: (known[action] ?? 0) + 1 });
      }
      after = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (after !== undefined);
  }
  return counts;
}
