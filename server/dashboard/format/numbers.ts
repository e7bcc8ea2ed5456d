export interface Numbers {
  /** A whole figure, never shortened: the exact number is the product. */
  count(value: number): string;
  /** At most one decimal, for averages. */
  average(value: number): string;
  /** With its sign; zero has ±. */
  change(value: number): string;
  /** A part of one, as a percentage. */
  share(value: number): string;
}

export function createNumbers(locale: string): Numbers {
  const count = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const average = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const change = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  return {
    count: (value) => count.format(value),
    average: (value) => average.format(value),
    change: (value) => (Math.round(value) === 0 ? '±0' : change.format(value).replace('-', '−')),
    share: (value) => share.format(value),
  };
}
