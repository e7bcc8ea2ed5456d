import type { MinuteRow, Run, Span } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { Track } from '../live/effects.ts';
import { averageOf } from '../live/figures.ts';
import { keptPoints } from './kept-points.ts';
import { asRuns, isKnown } from './known-time.ts';
import { secondSeries } from './second-series.ts';
import { EMPTY, type SeriesParts, type SeriesPoint, type SeriesQuestion } from './series-point.ts';
import { coveredOf, sumSteps } from './step-sum.ts';
import { atLeastOf, seenOnDay, uniquesFromSlices } from './step-uniques.ts';
import { type StepSpan, stepsOf } from './steps.ts';

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
  const counted = await countedOf(parts, question, steps);
  return question.step === 'minute'
    ? counted.map(({ point }) => point)
    : withUniques(parts, question, steps, counted);
}

/** The same for whoever does not ask for uniques: those of hours and days, null here, are dear. */
export async function pointsOf(
  parts: SeriesParts,
  question: SeriesQuestion,
  steps = stepsOf(question.from, question.to, question.step, question.timeZone),
): Promise<SeriesPoint[]> {
  return (await countedOf(parts, question, steps)).map(({ point }) => point);
}

interface Counted {
  readonly point: SeriesPoint;
  /** The most uniques that a minute of it has. */
  readonly atLeast: number;
}

async function countedOf(
  parts: SeriesParts,
  question: SeriesQuestion,
  steps: readonly StepSpan[],
): Promise<Counted[]> {
  const kept = await keptPoints(parts, question, steps);
  const rest = steps.filter(({ start }) => !kept.has(start));
  const span = { start: rest[0]?.start ?? question.from, end: rest.at(-1)?.end ?? question.from };
  const material = await gather(parts, question, span);
  return steps.map((step) => {
    const point = kept.get(step.start);
    return point === undefined ? pointOf(step, material, question.track) : { point, atLeast: 0 };
  });
}

/** Whether the log gave a sign of life in a step. */
export function isAlive(runs: readonly Run[], { start, end }: StepSpan): boolean {
  return runs.some((run) => run.start < end && run.end >= start);
}

/** The point of a closed minute. One literal: a day has 1,440 of them. */
export function minutePoint(row: MinuteRow, engagement: SeriesPoint['engagement']): SeriesPoint {
  return {
    start: row.minute,
    peak: row.peak,
    peakAt: row.peak > 0 ? row.peakAt : null,
    average: averageOf(row.area, row.covered, row.minimum),
    minimum: row.minimum,
    joins: row.joins,
    leaves: row.leaves,
    uniques: row.uniques,
    connections: row.connections,
    engagement,
  };
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
  const unwritten = open === undefined ? closed : [open, ...closed];
  const inSpan = unwritten.filter(({ minute }) => minute >= from && minute < to);
  const minutes = new Map(inSpan.map((row) => [row.minute, row]));
  for (const row of rows) minutes.set(row.minute, row);
  const engagement = new Map<number, Record<string, number>>();
  for (const { minute, action, count } of counts) {
    const actions = engagement.get(minute) ?? {};
    actions[action] = count;
    engagement.set(minute, actions);
  }
  return { minutes, engagement, runs: current === undefined ? runs : [...runs, current], backfilled };
}

/** The point of a step that is a minute of which there is a row, which most are; undefined for any other. */
function ofOneMinute(
  { start, end }: StepSpan,
  { minutes, engagement, runs, backfilled }: Material,
  track: Track,
): Counted | undefined {
  const row = end - start === MINUTE_MS ? minutes.get(start) : undefined;
  if (row === undefined || backfilled.length > 0 || !isAlive(runs, { start, end })) return undefined;
  const point = minutePoint(row, track === 0 ? (engagement.get(start) ?? {}) : null);
  return { point, atLeast: row.uniques };
}

function pointOf(step: StepSpan, material: Material, track: Track): Counted {
  const simple = ofOneMinute(step, material, track);
  if (simple !== undefined) return simple;
  const { start, end } = step;
  const { minutes, engagement, runs, backfilled } = material;
  const logged = runs.filter((run) => run.start < end && run.end >= start);
  const known = backfilled.filter((span) => isKnown(span) && span.from < end && span.to > start);
  const alive = [...logged, ...asRuns(known)];
  if (alive.length === 0) return { point: { start, ...EMPTY }, atLeast: 0 };
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
  const covered = coveredOf([...logged, ...known.map(wholeRun)], start, end);
  const figures = figuresOf(rows, { gapless, covered });
  return {
    point: { ...figures, start, engagement: track === 0 ? actions : null },
    atLeast: atLeastOf(rows),
  };
}

/** `gapless`: every minute in which the log was alive has a row; those without one had nobody. */
function figuresOf(rows: readonly MinuteRow[], { gapless, covered }: { gapless: boolean; covered: number }) {
  const [first] = rows;
  if (first !== undefined && rows.length === 1 && gapless) return minutePoint(first, null);
  const { area, covered: _, ...figures } = sumSteps(rows, { gapless, covered });
  const uniques = rows.length === 0 ? 0 : null;
  return { ...figures, average: averageOf(area, covered, figures.minimum), uniques };
}

const wholeRun = ({ from, to }: Span): Run => ({ start: from, end: to });

/** Over more than a minute uniques do not add up: they are counted from slices, and from what outlives these. */
async function withUniques(
  { history, live }: SeriesParts,
  { scope: key, track }: SeriesQuestion,
  steps: readonly StepSpan[],
  counted: readonly Counted[],
): Promise<SeriesPoint[]> {
  if (key === undefined) return counted.map(({ point }) => point);
  const isOrganization = live.registry.scopes.get(key)?.kind === 'organization';
  const scope = { key, isOrganization, sessions: live.sessionsIn(key) };
  const result: SeriesPoint[] = [];
  for (const [index, { point, atLeast }] of counted.entries()) {
    const { start: from = 0, end: to = 0 } = steps[index] ?? {};
    if (point.peak === null || point.peak === 0 || point.uniques !== null) {
      result.push(point);
      continue;
    }
    const step = { scope, track, from, to };
    const uniques = await uniquesFromSlices(history, step);
    const seen = (await seenOnDay(history, step)) ?? 0;
    result.push({ ...point, uniques: Math.max(uniques, seen, atLeast) });
  }
  return result;
}
