const RANKS = [10, 25, 50, 75, 90, 95] as const;

export type Percentiles = Readonly<Record<`p${(typeof RANKS)[number]}` | 'mean', number | null>>;

/** By the nearest rank: the smallest value that so many percent do not exceed. Nulls without values. The values are sorted in place. */
export function percentilesOf(values: Float64Array): Percentiles {
  values.sort();
  const rank = (percent: number) => values[Math.ceil((percent / 100) * values.length) - 1] ?? null;
  const mean = values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const [p10, p25, p50, p75, p90, p95] = RANKS.map(rank);
  return {
    p10: p10 ?? null,
    p25: p25 ?? null,
    p50: p50 ?? null,
    p75: p75 ?? null,
    p90: p90 ?? null,
    p95: p95 ?? null,
    mean,
  };
}
