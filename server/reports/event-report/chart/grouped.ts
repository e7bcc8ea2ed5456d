/** A group of points that follow one another: at most as long as asked for, of one gapless row of steps. */
export interface PointGroup<Point> {
  /** ms. */
  readonly start: number;
  readonly points: readonly Point[];
}

/** Points by longer steps, which begin at multiples of their length from `origin`. In order. */
export function grouped<Point extends { readonly start: number }>(
  points: readonly Point[],
  { length, origin }: { readonly length: number; readonly origin: number },
): PointGroup<Point>[] {
  const groups: { start: number; points: Point[] }[] = [];
  for (const point of points) {
    const start = origin + Math.floor((point.start - origin) / length) * length;
    const last = groups.at(-1);
    if (last?.start === start) last.points.push(point);
    else groups.push({ start, points: [point] });
  }
  return groups;
}

/** The greatest of what is known; null where nothing is. */
export function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? value, value)), null);
}

/** The sum of what is known; null where nothing is. */
export function sumOf(values: readonly (number | null)[]): number | null {
  return values.reduce((sum, value) => (value === null ? sum : (sum ?? 0) + value), null);
}
