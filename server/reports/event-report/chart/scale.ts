/** Maps values to places of a drawing. */
export type Scale = (value: number) => number;

/** A tenth of a unit is finer than any screen shows. */
const rounded = (place: number) => Math.round(place * 10) / 10;

export function linear(values: readonly [number, number], places: readonly [number, number]): Scale {
  const [first, last] = values;
  const [from, to] = places;
  const span = last - first || 1;
  return (value) => rounded(from + ((value - first) / span) * (to - from));
}

const STEPS = [1, 2, 5, 10] as const;

/** Round numbers from 0 on, the last of them not below `most`; at most `count` steps, of whole numbers. */
export function roundTicks(most: number, count = 4): number[] {
  const rough = Math.max(1, most / count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((one) => one * power >= rough) ?? 10) * power;
  const steps = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: steps + 1 }, (_, index) => index * step);
}
