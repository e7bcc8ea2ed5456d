/** Minutes by number since the epoch, both ends included. */
export type MinuteRange = readonly [first: number, last: number];

/** The same minutes as ranges that neither touch nor overlap, in order. */
export function mergeMinutes(ranges: readonly MinuteRange[]): MinuteRange[] {
  const merged: MinuteRange[] = [];
  for (const range of [...ranges].sort(([a], [b]) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && range[0] <= last[1] + 1) {
      merged[merged.length - 1] = [last[0], Math.max(last[1], range[1])];
    } else merged.push(range);
  }
  return merged;
}

/** How many distinct minutes there are in ranges. */
export function countMinutes(ranges: readonly MinuteRange[]): number {
  return mergeMinutes(ranges).reduce((sum, [first, last]) => sum + last - first + 1, 0);
}
