import { isAlive } from '../figures/series.ts';
import type { Span } from '../figures/span-question.ts';
import { type SpanSummary, summarizeSpan } from '../figures/span-summary.ts';
import type { ApiParts } from './context.ts';
import type { Asked } from './span-question.ts';

type Parts = Pick<ApiParts, 'history' | 'live'>;

/** The spans in which the log was alive, and that which goes on. */
export async function runsIn({ history, live }: Parts, { from, to }: Span) {
  const current = live.currentRun;
  return [...(await history.runs(from, to)), ...(current === undefined ? [] : [current])];
}

/** The figures of a span; null where the server was not there in it and nothing was imported. */
export async function knownSummary(parts: Parts, { question, scope }: Asked): Promise<SpanSummary | null> {
  // First the runs: slices may be ahead of them, never behind.
  const runs = await runsIn(parts, question);
  const summary = await summarizeSpan(parts.history, question, scope);
  const { from: start, to: end } = question;
  const isTouched = summary.attendees > 0 || summary.engagedMinutes > 0;
  return isTouched || isAlive(runs, { start, end }) ? summary : null;
}
