import type { MinuteRow, Run, Span } from '../../storage/types.ts';
import type { Track } from '../live/effects.ts';
import { averageOf } from '../live/figures.ts';
import { keptPoints } from './kept-points.ts';
import { asRuns, isKnown } from './known-time.ts';
import { secondSeries } from './second-series.ts';
import { EMPTY, MODES, type SeriesParts, type SeriesPoint, type SeriesQuestion } from './series-point.ts';
import { coveredOf, sumSteps } from './step-sum.ts';
import { type StepSpan, stepsOf } from './steps.ts';

const MINUTE_MS = 60_000;

interface Material {
  readonly minutes: ReadonlyMap<number, MinuteRow>;
  readonly engagement: ReadonlyMap<number, Record<string, number>>;
  readonly runs: readonly Run[];
  /** Spans that an import made known. */
  readonly backfilled: readonly Span[];
}

/** The points of a scope, one for every step that touches `[from, to)`. */
export async function seriesOf(parts: SeriesParts, question: SeriesQuestion): Promise<SeriesPoint[]> {
  const steps = stepsOf(question.from, question.to, question.step, question.timeZone);
  if (question.step === 'second') return secondSeries(parts, question, steps);
  const points = await pointsOf(parts, question, steps);
  return question.step === 'minute' ? points : withUniques(parts, question, steps, points);
}

/** The same for whoever does not ask for uniques: those of hours and days, null here, are dear. */
export async function pointsOf(
  parts: SeriesParts,
  question: SeriesQuestion,
  steps = stepsOf(question.from, question.to, question.step, question.timeZone),
): Promise<SeriesPoint[]> {
  const kept = await keptPoints(parts, question, steps);
  const rest = steps.filter(({ start }) => !kept.has(start));
  const span = { start: rest[0]?.start ?? question.from, end: rest.at(-1)?.end ?? question.from };
  const material = await gather(parts, question, span);
  return steps.map((step) => kept.get(step.start) ?? pointOf(step, material, question.track));
}

/** Whether the log gave a sign of life in a step. */
export function isAlive(runs: readonly Run[], { start, end }: StepSpan): boolean {
  return runs.some((run) => run.start < end && run.end >= start);
}

/** The point of a closed minute. */
export function minutePoint(row: MinuteRow, engagement: SeriesPoint['engagement']): SeriesPoint {
  return { start: row.minute, ...figuresOf([row], { gapless: true, covered: row.covered }), engagement };
}

async function gather(
  { history, live, uncommitted, now }: SeriesParts,
  question: SeriesQuestion,
  { start: from, end: to }: StepSpan,
): Promise<Material> {
  const { scope, track } = question;
  // In the order in which a minute goes from memory to disk, so that none is missed on its way.
  const open = scope === undefined ? undefined : live.openMinute(scope, track, now());
  const closed = uncommitted().filter((row) => row.scope === scope && row.track === track);
  const current = live.currentRun;
  const runs = await history.runs(from, to);
  const [backfilled, rows, counts] = await Promise.all([
    scope === undefined ? [] : history.backfilled({ scope, from, to }),
    scope === undefined ? [] : history.minutes({ scope, track, from, to }),
    scope === undefined || track !== 0 ? [] : history.engagementMinutes({ scope, from, to }),
  ]);
  const known = [...(open === undefined ? [] : [open]), ...closed, ...rows];
  const minutes = new Map(
    known.filter(({ minute }) => minute >= from && minute < to).map((row) => [row.minute, row]),
  );
  const engagement = new Map<number, Record<string, number>>();
  for (const { minute, action, count } of counts) {
    engagement.set(minute, { ...engagement.get(minute), [action]: count });
  }
  return { minutes, engagement, runs: current === undefined ? runs : [...runs, current], backfilled };
}

function pointOf(
  { start, end }: StepSpan,
  { minutes, engagement, runs, backfilled }: Material,
  track: Track,
): SeriesPoint {
  const logged = runs.filter((run) => run.start < end && run.end >= start);
  const known = backfilled.filter((span) => isKnown(span) && span.from < end && span.to > start);
  const alive = [...logged, ...asRuns(known)];
  if (alive.length === 0) return { start, ...EMPTY };
  const rows: MinuteRow[] = [];
  const actions: Record<string, number> = {};
  let gapless = true;
  for (let minute = Math.floor(start / MINUTE_MS) * MINUTE_MS; minute < end; minute += MINUTE_MS) {
    const row = minutes.get(minute);
    if (row !== undefined) rows.push(row);
    else if (alive.some((run) => run.start < minute + MINUTE_MS && run.end >= minute)) gapless = false;
    for (const [action, count] of Object.entries(engagement.get(minute) ?? {})) {
      actions[action] = (actions[action] ?? 0) + count;
    }
  }
  return {
    start,
    ...figuresOf(rows, { gapless, covered: coveredOf([...logged, ...known.map(wholeRun)], start, end) }),
    engagement: track === 0 ? actions : null,
  };
}

/** `gapless`: every minute in which the log was alive has a row; those without one had nobody. */
function figuresOf(rows: readonly MinuteRow[], { gapless, covered }: { gapless: boolean; covered: number }) {
  const [first] = rows;
  if (first !== undefined && rows.length === 1 && gapless) {
    const { peak, peakAt, minimum, area, joins, leaves, uniques, connections } = first;
    return {
      peak,
      peakAt: peak > 0 ? peakAt : null,
      minimum,
      average: averageOf(area, first.covered, minimum),
      joins,
      leaves,
      uniques,
      connections,
    };
  }
  const { area, ...figures } = sumSteps(rows, { gapless, covered });
  const { peak, peakAt, minimum, joins, leaves, connections } = figures;
  const uniques = rows.length === 0 ? 0 : null;
  return {
    peak,
    peakAt,
    minimum,
    average: averageOf(area, covered, minimum),
    joins,
    leaves,
    uniques,
    connections,
  };
}

const wholeRun = ({ from, to }: Span): Run => ({ start: from, end: to });

/** Over more than a minute uniques do not add up: they are counted from slices. */
async function withUniques(
  { history, live }: SeriesParts,
  { scope, track }: SeriesQuestion,
  steps: readonly StepSpan[],
  points: readonly SeriesPoint[],
): Promise<SeriesPoint[]> {
  const sessions = scope === undefined ? [] : live.sessionsIn(scope);
  const mode = MODES[track];
  const result: SeriesPoint[] = [];
  for (const [index, point] of points.entries()) {
    const { start: from = 0, end: to = 0 } = steps[index] ?? {};
    const isCounted = point.peak !== null && point.peak > 0 && point.uniques === null;
    result.push(
      isCounted ? { ...point, uniques: await history.uniques({ sessions, mode, from, to }) } : point,
    );
  }
  return result;
}
