import { createDurations, type Durations } from './durations.ts';
import { createNames, type Names } from './names.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createTimes, type Times } from './times.ts';

/** How everything that is no text of the page is written. Made once: `Intl` objects are dear. */
export interface Formats {
  /** BCP 47. */
  readonly locale: string;
  readonly numbers: Numbers;
  readonly times: Times;
  readonly durations: Durations;
  readonly names: Names;
  /** Times in another zone than the reader's. */
  timesIn(timeZone: string): Times;
}

export function createFormats(locale: string, timeZone: string): Formats {
  return {
    locale,
    numbers: createNumbers(locale),
    times: createTimes(locale, timeZone),
    durations: createDurations(locale),
    names: createNames(locale),
    timesIn: (zone) => createTimes(locale, zone),
  };
}
