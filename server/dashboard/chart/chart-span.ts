/** What of the day the chart shows; `zoom` is drawn by the reader. Seconds since the epoch. */
export type ChartSpan =
  | { readonly kind: 'quarter' }
  | { readonly kind: 'hour' }
  | { readonly kind: 'day' }
  | { readonly kind: 'zoom'; readonly min: number; readonly max: number };

/** Whole minutes, the open one among them. */
const MINUTES = { quarter: 15, hour: 60 };

/** A day that has only just begun would be a chart of one minute. */
const SHORTEST_DAY = MINUTES.quarter;

function minutesBefore(now: number, count: number): number {
  return (Math.floor(now / 60) - count + 1) * 60;
}

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
      return { min: minutesBefore(now, MINUTES[span.kind]), max: now };
    case 'day':
      return { min: Math.min(Math.max(first, dayStart), minutesBefore(now, SHORTEST_DAY)), max: now };
    default:
      return span satisfies never;
  }
}
