import { DateTime } from 'luxon';
import { badParameter } from '../../api/problem.ts';
import type { Span } from '../../figures/span-question.ts';
import { iso } from '../../protocol/iso-time.ts';

/** A span that was asked for, and how the answer tells it. */
export interface AskedDates extends Span {
  /** As it was given; null: from the beginning. */
  readonly startDate: string | null;
  /** As it was given, else the time of the request. */
  readonly endDate: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const YEARS = [2000, 2200] as const;

function instantOf(name: string, text: string, timeZone: string): DateTime {
  const time = DATE.test(text) || DATE_TIME.test(text) ? DateTime.fromISO(text, { zone: timeZone }) : null;
  if (time === null || !time.isValid || time.year < YEARS[0] || time.year >= YEARS[1])
    throw badParameter(name, 'must be a date or a date-time in ISO 8601');
  return time;
}

/** ms. */
export function startOf(text: string, timeZone: string): number {
  return instantOf('startDate', text, timeZone).toMillis();
}

/** ms; a bare date lasts to the end of its day. */
export function endOf(text: string, timeZone: string): number {
  const time = instantOf('endDate', text, timeZone);
  return (DATE.test(text) ? time.plus({ days: 1 }) : time).toMillis();
}

/** @throws ApiError for a span turned round; a bare end date has its last instant before `to`. */
export function checkOrder(from: number, to: number, endDate = ''): void {
  if (from > to - Number(DATE.test(endDate))) throw badParameter('startDate', 'must not lie after endDate');
}

interface Dates {
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
}

/**
 * `[from, to)` of the dates asked for; what has no zone of its own is in that of the company. Without an end it is what is known
 * up to `now`, log time in ms.
 * @throws ApiError for what is no date, or a span turned round.
 */
export function datesOf({ startDate, endDate }: Dates, timeZone: string, now: number): AskedDates {
  const from = startDate === undefined ? 0 : startOf(startDate, timeZone);
  const to = endDate === undefined ? now + 1 : endOf(endDate, timeZone);
  checkOrder(from, to, endDate);
  return { from, to, startDate: startDate ?? null, endDate: endDate ?? iso(now) };
}
