import type { RollUpRow } from '../../storage/types.ts';
import { averageOf } from '../live/figures.ts';
import { ROLL_UP_MS } from './roll-up.ts';
import { EMPTY, type SeriesParts, type SeriesPoint, type SeriesQuestion } from './series-point.ts';
import type { StepSpan } from './steps.ts';

/** The points of those hours and UTC days of a question that are kept, by their start. */
export async function keptPoints(
  { history }: Pick<SeriesParts, 'history'>,
  { scope, track, step }: SeriesQuestion,
  steps: readonly StepSpan[],
): Promise<Map<number, SeriesPoint>> {
  const points = new Map<number, SeriesPoint>();
  if (scope === undefined || (step !== 'hour' && step !== 'day')) return points;
  const rolled = await history.rolled(step);
  if (rolled === undefined) return points;
  const size = ROLL_UP_MS[step];
  const kept = steps.filter(
    ({ start, end }) =>
      start % size === 0 && end === start + size && start >= rolled.since && end <= rolled.through,
  );
  const from = kept[0]?.start ?? 0;
  const to = kept.at(-1)?.end ?? 0;
  if (from >= to) return points;
  // An import changes hours that have closed.
  const imported = await history.backfilled({ scope, from, to });
  if (imported.length > 0) return points;
  const runs = await history.runs(from, to);
  const rows = new Map(
    (await history.rollUps({ scope, track, step, from, to })).map((row) => [row.start, row]),
  );
  let next = 0;
  for (const { start, end } of kept) {
    while ((runs[next]?.end ?? start) < start) next++;
    const isAlive = (runs[next]?.start ?? end) < end;
    const point = isAlive ? pointOf(rows.get(start)) : EMPTY;
    points.set(start, {
      start,
      ...(track === 0 && isAlive ? { ...point, engagement: rows.get(start)?.engagement ?? {} } : point),
    });
  }
  return points;
}

const NOBODY = {
  ...{ peak: 0, peakAt: null, minimum: 0, average: 0, joins: 0, leaves: 0, uniques: 0 },
  ...{ connections: null, engagement: null },
};

function pointOf(row: RollUpRow | undefined): Omit<SeriesPoint, 'start'> {
  if (row === undefined) return NOBODY;
  const { peak, peakAt, minimum, area, covered, joins, leaves, uniques, connections } = row;
  const average = averageOf(area, covered, minimum);
  return { peak, peakAt, minimum, average, joins, leaves, uniques, connections, engagement: null };
}
