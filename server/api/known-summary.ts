import { knownRuns } from '../figures/known-time.ts';
import { isAlive } from '../figures/series.ts';
import type { Span } from '../figures/span-question.ts';
import { type SpanSummary, summarizeSpan } from '../figures/span-summary.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { ApiParts } from './context.ts';
import type { Asked } from './span-question.ts';

type Parts = Pick<ApiParts, 'history' | 'live'>;

/** The spans in which the log was alive, and that which goes on; of a whole scope also those that an import made known. */
export async function runsIn(
  { history, live }: Parts,
  { scope, from, to }: Span & { readonly scope: ScopeKey | null },
) {
  const current = live.currentRun;
  const runs = await knownRuns(history, { scope: scope ?? undefined, from, to });
  return [...runs, ...(current === undefined ? [] : [current])];
}

/** The figures of a span; null where the server was not there in it and nothing was imported. */
export async function knownSummary(parts: Parts, { question, scope }: Asked): Promise<SpanSummary | null> {
  // First the runs: slices may be ahead of them, never behind.
  const runs = await runsIn(parts, { ...question, scope });
  const summary = await summarizeSpan(parts.history, question, scope);
  const { from: start, to: end } = question;
  const isTouched = summary.attendees > 0 || summary.engagedMinutes > 0;
  return isTouched || isAlive(runs, { start, end }) ? summary : null;
}
