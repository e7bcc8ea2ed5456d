/** Steps of one length that follow one another, ms. */
export interface EqualSteps {
  readonly from: number;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * The highest number of half-open spans at one instant of each step, after all that begins or ends at the instant. Both lists
 * are sorted in place.
 */
export function peaksOfSteps(
  starts: Float64Array,
  ends: Float64Array,
  { from, stepMs, count }: EqualSteps,
): number[] {
  starts.sort();
  ends.sort();
  let begun = 0;
  let ended = 0;
  const levelAt = (time: number) => {
    while ((starts[begun] ?? Number.POSITIVE_INFINITY) <= time) begun++;
    while ((ends[ended] ?? Number.POSITIVE_INFINITY) <= time) ended++;
    return begun - ended;
  };
  return Array.from({ length: count }, (_, index) => {
    const start = from + index * stepMs;
    let peak = levelAt(start);
    for (let next = starts[begun]; next !== undefined && next < start + stepMs; next = starts[begun]) {
      peak = Math.max(peak, levelAt(next));
    }
    return peak;
  });
}
