import type { Span } from '../../../storage/types.ts';

const MINUTE_MS = 60_000;

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

/** What is left of spans in order, by whole minutes, when others are taken out. */
export function without(spans: readonly Span[], others: readonly Span[]): Span[] {
  let rest = [...spans];
  for (const other of others) {
    const from = Math.floor(other.from / MINUTE_MS) * MINUTE_MS;
    const to = Math.ceil(other.to / MINUTE_MS) * MINUTE_MS;
    rest = rest.flatMap((span) =>
      [
        { from: span.from, to: Math.min(span.to, from) },
        { from: Math.max(span.from, to), to: span.to },
      ].filter((part) => part.from < part.to),
    );
  }
  return rest;
}
