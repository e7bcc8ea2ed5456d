const DAY_MS = 86_400_000;

export interface Times {
  /** Hour and minute. All take ms since the epoch. */
  minute(at: number): string;
  /** Hour, minute and second. */
  second(at: number): string;
  /** The second alone when it is on the same day as `now`, else with its date. */
  moment(at: number, now: number): string;
  /** The day with its year. */
  date(at: number): string;
  /** Day and month. */
  day(at: number): string;
  /** Day, month, hour and minute. */
  dayMinute(at: number): string;
  /** Name of the time zone that all of these are in. */
  readonly zone: string;
}

export function createTimes(locale: string, timeZone: string): Times {
  const clock = { hour: 'numeric', minute: '2-digit', timeZone } as const;
  const minute = new Intl.DateTimeFormat(locale, clock);
  const second = new Intl.DateTimeFormat(locale, { ...clock, second: '2-digit' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  return {
    zone: timeZone,
    date: (at) => date.format(at),
    day: (at) => day.format(at),
    dayMinute: (at) => `${day.format(at)}, ${minute.format(at)}`,
    minute: (at) => minute.format(at),
    second: (at) => second.format(at),
    moment(at, now) {
      const date = day.format(at);
      const sameDay = date === day.format(now) && Math.abs(now - at) < DAY_MS;
      return sameDay ? second.format(at) : `${date}, ${second.format(at)}`;
    },
  };
}
