import type { History } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import { minuteZero } from './minute-by-minute.ts';
import { countRetentionPoints, type RetentionSteps } from './retention.ts';
import { type SpanQuestion, within } from './span-question.ts';

/** What the curves of retention are drawn over. Times in ms. */
export interface RetentionSpan extends Pick<RetentionSteps, 'origin'> {
  /** Nothing before the first start and after the latest end, so that the span has an end to count points from. */
  readonly question: SpanQuestion;
  /** The minute of the first goLive; null where none is known. */
  readonly zero: number | null;
}

export async function retentionSpan(history: History, question: SpanQuestion): Promise<RetentionSpan> {
  const { sessions, through } = question;
  const extent = await history.extent(sessions.map(({ key }) => key));
  const zero = minuteZero(sessions);
  const start = extent?.start ?? question.from;
  const origin = zero ?? Math.floor(start / MINUTE_MS) * MINUTE_MS;
  if (extent === undefined) return { question: { ...question, to: question.from }, zero, origin };
  return { question: within(question, { from: start, to: (extent.end ?? through) + 1 }), zero, origin };
}

const STEPS_MS = [1, 5, 15, 60, 360, 1440].map((minutes) => minutes * MINUTE_MS);
const NICE_POINTS = 1000;

/** The shortest step that gives at most 1,000 points, ms. */
export function niceRetentionStep(question: SpanQuestion): number {
  const fitting = STEPS_MS.find((step) => countRetentionPoints(question, step) <= NICE_POINTS);
  return fitting ?? 1440 * MINUTE_MS;
}
