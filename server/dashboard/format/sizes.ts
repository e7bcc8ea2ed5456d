export interface Sizes {
  /** Of memory, in the largest fitting unit: `312 MB`. */
  bytes(value: number): string;
  /** A short time, in ms below a second: `4.2 ms`, `1.5 s`. */
  lag(seconds: number): string;
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function createSizes(locale: string): Sizes {
  const written = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0 }).format(
      value,
    );
  return {
    bytes(value) {
      const power = value < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
      return written(value / 1000 ** power, UNITS[power] ?? 'byte');
    },
    lag: (seconds) => (seconds < 1 ? written(seconds * 1000, 'millisecond') : written(seconds, 'second')),
  };
}
