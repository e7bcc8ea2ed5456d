import { DateTime } from 'luxon';
import type { StepSpan } from './steps.ts';

/** Weeks are ISO weeks: they begin on Monday. */
export type Period = 'day' | 'week' | 'month' | 'year';

/** About how long each is at least, ms: for how many there can be in a span. */
const SHORTEST_MS: Readonly<Record<Period, number>> = {
  day: 23 * 3_600_000,
  week: 167 * 3_600_000,
  month: 28 * 86_400_000,
  year: 365 * 86_400_000,
};

export function startOfPeriod(time: number, period: Period, timeZone: string): number {
  return DateTime.fromMillis(time, { zone: timeZone }).startOf(period).toMillis();
}

/** The start of the period that lies so many periods after the one in which an instant lies. */
export function periodAfter(time: number, period: Period, timeZone: string, count = 1): number {
  const start = DateTime.fromMillis(time, { zone: timeZone }).startOf(period);
  return start
    .plus({ [period]: count })
    .startOf(period)
    .toMillis();
}

export function countPeriods(from: number, to: number, period: Period): number {
  return Math.ceil((to - from) / SHORTEST_MS[period]) + 1;
}

/** The periods that touch `[from, to)`, in the time zone; days may have 23 or 25 hours. */
export function periodsIn(from: number, to: number, period: Period, timeZone: string): StepSpan[] {
  const spans: StepSpan[] = [];
  for (let start = startOfPeriod(from, period, timeZone); start < to; ) {
    const end = periodAfter(start, period, timeZone);
    spans.push({ start, end });
    start = end;
  }
  return spans;
}
