import type { Sample, Series, SeriesQuery, SeriesResult } from '../types.ts';

interface StoredSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly values: Map<number, number>;
}

type Reduce = NonNullable<SeriesQuery['reduce']>;

const REDUCERS: Readonly<Record<Reduce, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  max: Math.max,
  min: Math.min,
};

export interface MemorySeriesOptions {
  /** Samples older than this before the newest of their series are forgotten, ms. */
  readonly retentionMs: number;
}

/** Closed minutes in memory, for a server without Redis. */
export class MemorySeries implements Series {
  readonly #retentionMs: number;
  readonly #series = new Map<string, StoredSeries>();

  constructor({ retentionMs }: MemorySeriesOptions) {
    this.#retentionMs = retentionMs;
  }

  async write(samples: readonly Sample[]): Promise<void> {
    for (const { labels, time, value } of samples) {
      const key = keyOf(labels);
      const series = this.#series.get(key) ?? { labels: { ...labels }, values: new Map<number, number>() };
      this.#series.set(key, series);
      series.values.set(time, value);
      this.#forget(series, time);
    }
  }

  async query({ where, from, to, groupBy, reduce = 'sum' }: SeriesQuery): Promise<SeriesResult[]> {
    const groups = new Map<string, { labels: Record<string, string>; values: Map<number, number> }>();
    for (const [key, { labels, values }] of this.#series) {
      if (!Object.entries(where).every(([name, value]) => labels[name] === value)) continue;
      const group = groupBy === undefined ? key : labels[groupBy];
      if (group === undefined) continue;
      const known = groups.get(group);
      const merged = known ?? { labels: { ...labels }, values: new Map<number, number>() };
      if (known !== undefined) keepShared(merged.labels, labels);
      groups.set(group, merged);
      for (const [time, value] of values) {
        if (time < from || time >= to) continue;
        const other = merged.values.get(time);
        merged.values.set(time, other === undefined ? value : REDUCERS[reduce](other, value));
      }
    }
    return [...groups.values()]
      .filter(({ values }) => values.size > 0)
      .map(({ labels, values }) => ({ labels, samples: [...values].sort(([a], [b]) => a - b) }));
  }

  async close(): Promise<void> {
    this.#series.clear();
  }

  /** Values come in order of time, so the oldest are first in the map. */
  #forget({ values }: StoredSeries, newest: number): void {
    for (const time of values.keys()) {
      if (time > newest - this.#retentionMs) return;
      values.delete(time);
    }
  }
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function keepShared(into: Record<string, string>, labels: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(into)) if (labels[name] !== into[name]) delete into[name];
}
