/** First and last index of a run of unknown values. */
export type Run = readonly [first: number, last: number];

export function unknownRuns(values: readonly (number | null)[]): Run[] {
  const runs: Run[] = [];
  let first = -1;
  values.forEach((value, index) => {
    if (value === null && first < 0) first = index;
    if (value !== null && first >= 0) {
      runs.push([first, index - 1]);
      first = -1;
    }
  });
  if (first >= 0) runs.push([first, values.length - 1]);
  return runs;
}
