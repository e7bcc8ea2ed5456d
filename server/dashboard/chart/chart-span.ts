/** What of the day the chart shows; `zoom` is drawn by the reader. Seconds since the epoch. */
export type ChartSpan =
  | { readonly kind: 'quarter' }
  | { readonly kind: 'hour' }
  | { readonly kind: 'day' }
  | { readonly kind: 'zoom'; readonly min: number; readonly max: number };

const LENGTHS = { quarter: 15 * 60, hour: 3600 };

/** A day that has only just begun would be a chart of one minute. */
const SHORTEST_DAY = LENGTHS.quarter;

/** Axis of a span, in seconds. `first`: the first minute with anything in it; `dayStart` and `now` as they are. */
export function axisOf(
  span: ChartSpan,
  { first, dayStart, now }: { first: number; dayStart: number; now: number },
): { min: number; max: number } {
  switch (span.kind) {
    case 'zoom':
      return { min: span.min, max: span.max };
    case 'quarter':
    case 'hour':
      return { min: now - LENGTHS[span.kind], max: now };
    case 'day':
      return { min: Math.min(Math.max(first, dayStart), now - SHORTEST_DAY), max: now };
    default:
      return span satisfies never;
  }
}
