import { DateTime } from 'luxon';
import { createFormats } from '../../../dashboard/format/formats.ts';
import { DAY_MS } from '../../../durations.ts';

/** What most of the world reads: day before month, 24 hours. */
const LOCALE = 'en-GB';

interface Between {
  readonly from: number;
  readonly to: number;
}

/** How numbers and times are written, in the event's time zone. Instants and lengths in ms. */
export interface ReportFormats {
  readonly timeZone: string;
  readonly locale: string;
  readonly count: (value: number) => string;
  readonly average: (value: number) => string;
  readonly share: (value: number) => string;
  readonly duration: (ms: number) => string;
  /** Length of the steps of a curve or table. */
  readonly step: (ms: number) => string;
  /** Hour and minute. */
  readonly time: (at: number) => string;
  /** With the seconds and the day. */
  readonly instant: (at: number) => string;
  readonly date: (at: number) => string;
  /** `4 May 2026, 09:00 – 17:30`, or with both days. */
  readonly span: (from: number, to: number) => string;
  /** At an axis of that span: the time of day, or the day. */
  readonly tick: (at: number, span: Between) => string;
  /** In a table over that span: with the day where there are several. */
  readonly row: (at: number, span: Between) => string;
  readonly country: (code: string) => string;
  readonly action: (action: string) => string;
  readonly kind: (kind: string) => string;
}

export function reportFormats(timeZone: string): ReportFormats {
  const { numbers, durations, names } = createFormats(LOCALE, timeZone);
  const format = (options: Intl.DateTimeFormatOptions) => {
    return new Intl.DateTimeFormat(LOCALE, { ...options, timeZone });
  };
  const days = new Intl.NumberFormat(LOCALE, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  const date = format({ dateStyle: 'long' });
  const span = format({ dateStyle: 'long', timeStyle: 'short' });
  const instant = format({ dateStyle: 'medium', timeStyle: 'medium' });
  const time = format({ hour: '2-digit', minute: '2-digit' });
  const day = format({ day: 'numeric', month: 'short' });
  const dayAndTime = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
  const isOneDay = ({ from, to }: Between) => date.format(from) === date.format(Math.max(from, to - 1));
  return {
    ...{ timeZone, locale: LOCALE },
    ...{ count: numbers.count, average: numbers.average, share: numbers.share },
    duration: (ms) => durations.span(ms / 1000),
    step: (ms) => (ms % DAY_MS === 0 ? days.format(ms / DAY_MS) : durations.span(ms / 1000)),
    time: (at) => time.format(at),
    instant: (at) => instant.format(at),
    date: (at) => date.format(at),
    span: (from, to) => span.formatRange(from, to),
    tick: (at, around) => {
      const { hour, minute } = DateTime.fromMillis(at, { zone: timeZone });
      return !isOneDay(around) && hour === 0 && minute === 0 ? day.format(at) : time.format(at);
    },
    row: (at, around) => (isOneDay(around) ? time.format(at) : dayAndTime.format(at)),
    ...{ country: names.country, action: names.action, kind: names.kind },
  };
}
