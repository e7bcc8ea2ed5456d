import type { History, Run, Span } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';

/** Spans in which it is known who was there; one without length says only that engagements were added in its hour. */
export function isKnown({ from, to }: Span): boolean {
  return from < to;
}

/** Spans that an import made known, as if a log had run in them; who asks for whole milliseconds takes the spans themselves. */
export function asRuns(spans: readonly Span[]): Run[] {
  return spans.filter(isKnown).map(({ from, to }) => ({ start: from, end: to - 1 }));
}

/** When a scope is known in `[from, to)`: the log was alive, or an import said what there was. */
export async function knownRuns(
  history: Pick<History, 'runs' | 'backfilled'>,
  { scope, from, to }: Span & { readonly scope: ScopeKey | undefined },
): Promise<Run[]> {
  const runs = await history.runs(from, to);
  if (scope === undefined) return runs;
  return [...runs, ...asRuns(await history.backfilled({ scope, from, to }))];
}
