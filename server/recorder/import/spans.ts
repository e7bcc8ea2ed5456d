import type { Span } from '../../../storage/types.ts';

/** Spans as few as there can be, in order: those that overlap or lie no further apart than `gapMs` become one. */
export function merged(spans: readonly Span[], gapMs = 0): Span[] {
  const result: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last === undefined || span.from > last.to + gapMs) result.push(span);
    else result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return result;
}

/** Whether a time lies in one of the spans. */
export function covers(spans: readonly Span[], time: number): boolean {
  return spans.some(({ from, to }) => from <= time && time < to);
}
