import { DateTime } from 'luxon';

/** A report covers so many days at most. */
const MAX_DAYS = 366;

/** Days in some time zone, `yyyy-mm-dd`, both inclusive. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** Days as instants. */
export interface DaySpan {
  /** `[from, to)`, ms. */
  readonly from: number;
  readonly to: number;
  /** When each day begins, ms. */
  readonly dayStarts: readonly number[];
}

/** Why a range cannot be had, and which end is to blame; null when it can. Both ends are days that there are. */
export function refuseRange({
  from,
  to,
}: DayRange): { readonly path: 'to'; readonly message: string } | null {
  const days = DateTime.fromISO(to, { zone: 'utc' }).diff(
    DateTime.fromISO(from, { zone: 'utc' }),
    'days',
  ).days;
  if (days < 0) return { path: 'to', message: 'must not lie before from' };
  if (days >= MAX_DAYS) return { path: 'to', message: `must be at most ${MAX_DAYS} days, with both ends` };
  return null;
}

/** A day begins at its first instant, which is not midnight where clocks are put forward then. */
export function spanOfDays({ from, to }: DayRange, timeZone: string): DaySpan {
  const start = (day: DateTime) => day.startOf('day').toMillis();
  const first = DateTime.fromISO(from, { zone: timeZone });
  const last = DateTime.fromISO(to, { zone: timeZone });
  const dayStarts: number[] = [];
  for (let day = first.startOf('day'); day <= last.endOf('day'); day = day.plus({ days: 1 }).startOf('day'))
    dayStarts.push(start(day));
  return { from: start(first), to: start(last.plus({ days: 1 })), dayStarts };
}
