import type { OracleSlice, Span } from './model.ts';

/** Sorted union; spans that touch become one, empty ones vanish. */
function union(spans: readonly Span[]): Span[] {
  const sorted = spans.filter((span) => span.end > span.start).sort((a, b) => a.start - b.start);
  const merged: Span[] = [];
  for (const span of sorted) {
    const last = merged.at(-1);
    if (last && span.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else merged.push(span);
  }
  return merged;
}

export function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
}

/** When each attendee was counted over any of the slices. */
export function countedSpans(slices: readonly OracleSlice[]): Map<string, Span[]> {
  const byAttendee = new Map<string, Span[]>();
  for (const slice of slices) {
    const span = { start: slice.start, end: slice.ended?.countedUntil ?? Number.POSITIVE_INFINITY };
    const spans = byAttendee.get(slice.attendee);
    if (spans) spans.push(span);
    else byAttendee.set(slice.attendee, [span]);
  }
  for (const [attendee, spans] of byAttendee) byAttendee.set(attendee, union(spans));
  return byAttendee;
}
