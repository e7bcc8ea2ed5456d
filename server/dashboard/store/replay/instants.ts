/** How many of some ascending numbers are at most `limit`. */
export function countUntil(ascending: ArrayLike<number>, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many lie in `[from, to)`. The numbers are whole. */
export function countWithin(ascending: ArrayLike<number>, from: number, to: number): number {
  return countUntil(ascending, to - 1) - countUntil(ascending, from - 1);
}
