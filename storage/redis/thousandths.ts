/** The fractions that are kept, as a power of 2. */
const FRACTION = 2048;

/**
 * What a value with three decimals is kept as: its neighbour with eleven binary ones. Most thousandths use all 52 bits of a
 * double, of which the compression of time series keeps whatever differs from the sample before.
 */
export function encoded(value: number): number {
  return Math.round(value * FRACTION) / FRACTION;
}

/** The thousandth that was meant: no other is as near. */
export function decoded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
