import { presencesOf } from './presences.ts';
import { stepFigures } from './seconds.ts';
import { pointsOf } from './series.ts';
import type { SeriesParts, SeriesQuestion } from './series-point.ts';
import type { FigureSpan } from './span-attendance.ts';

export interface Peak {
  readonly value: number;
  readonly at: number | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NONE: Peak = { value: 0, at: null };

function higher(a: Peak, b: Peak): Peak {
  return b.value > a.value ? b : a;
}

/** The highest concurrency of a scope in a span: from minutes, and from slices where it cuts one. */
export async function peakIn(
  parts: SeriesParts,
  scope: NonNullable<SeriesQuestion['scope']>,
  { from, to }: FigureSpan,
): Promise<Peak> {
  const alive = await aliveIn(parts, { from, to });
  if (alive === undefined) return NONE;
  const first = Math.min(alive.to, Math.ceil(alive.from / MINUTE_MS) * MINUTE_MS);
  const last = Math.max(first, Math.floor(alive.to / MINUTE_MS) * MINUTE_MS);
  let best = await peakOfPart(parts, scope, { from: alive.from, to: first });
  for (let day = first; day < last; day += DAY_MS) {
    const span = { from: day, to: Math.min(day + DAY_MS, last) };
    const points = await pointsOf(parts, { scope, track: 0, ...span, step: 'minute', timeZone: 'UTC' });
    for (const { peak, peakAt } of points) best = higher(best, { value: peak ?? 0, at: peakAt });
  }
  return higher(best, await peakOfPart(parts, scope, { from: last, to: alive.to }));
}

/** The part of a span in which the log was alive at all: a question may be about all of time. */
async function aliveIn({ history, live }: SeriesParts, { from, to }: FigureSpan) {
  const current = live.currentRun;
  const runs = await history.runs(from, to);
  const all = current === undefined ? runs : [...runs, current];
  const begun = Math.min(...all.map(({ start }) => start));
  const ended = Math.max(...all.map(({ end }) => end));
  const span = { from: Math.max(from, begun), to: Math.min(to, ended + 1) };
  return span.from < span.to ? span : undefined;
}

/** Of a part of a minute. */
async function peakOfPart(
  { history, live }: SeriesParts,
  scope: NonNullable<SeriesQuestion['scope']>,
  { from, to }: FigureSpan,
): Promise<Peak> {
  if (from >= to) return NONE;
  const sessions = new Set(live.sessionsIn(scope));
  const runs = await history.runs(from, to);
  const slices = (await history.slicesBetween(from - 1, to)).filter(({ session }) => sessions.has(session));
  const [figures] = stepFigures([{ start: from, end: to }], presencesOf(slices), runs);
  return figures === null || figures === undefined ? NONE : { value: figures.peak, at: figures.peakAt };
}
