import { type Period, periodAfter, startOfPeriod } from './calendar.ts';
import type { Span } from './span-question.ts';

/** `elapsed`: as much of the period before as has gone by of the current one; `whole`: all of it. */
export type Likeness = 'elapsed' | 'whole';

export interface PeriodsQuestion {
  readonly period: Period;
  readonly timeZone: string;
  readonly like: Likeness;
  /** The instant that the current period lasts until, ms, not itself included. */
  readonly until: number;
}

/** The period in which an instant lies, up to it, and the one before. A shorter one before is taken as a whole. */
export function periodSpans({ period, timeZone, like, until }: PeriodsQuestion): {
  current: Span;
  previous: Span;
} {
  const start = startOfPeriod(until - 1, period, timeZone);
  const before = periodAfter(start, period, timeZone, -1);
  const elapsed = Math.min(start, before + (until - start));
  return {
    current: { from: start, to: until },
    previous: { from: before, to: like === 'whole' ? start : elapsed },
  };
}
