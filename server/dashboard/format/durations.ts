export interface Durations {
  /** The two largest units of a length in seconds: `3h 20m`. */
  span(seconds: number): string;
}

const MINUTE = 60;
const HOUR = 3600;
/** From here on minutes say nothing any more. */
const HOURS_ONLY = 100 * HOUR;

export function createDurations(locale: string): Durations {
  function unit(name: 'second' | 'minute' | 'hour'): (value: number) => string {
    const options = { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: 0 } as const;
    const format = new Intl.NumberFormat(locale, options);
    return (value) => format.format(value);
  }
  const inSeconds = unit('second');
  const inMinutes = unit('minute');
  const inHours = unit('hour');

  function two(large: string, rest: number, small: (value: number) => string): string {
    return rest === 0 ? large : `${large} ${small(rest)}`;
  }

  return {
    span(exact) {
      const seconds = Math.max(0, Math.floor(exact));
      const minutes = Math.floor(seconds / MINUTE);
      const hours = Math.floor(seconds / HOUR);
      if (seconds < MINUTE) return inSeconds(seconds);
      if (seconds < HOUR) return two(inMinutes(minutes), seconds % MINUTE, inSeconds);
      return two(inHours(hours), seconds < HOURS_ONLY ? minutes % 60 : 0, inMinutes);
    },
  };
}
