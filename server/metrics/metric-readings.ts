import type { MetricObjectWithValues, MetricValue, Registry } from 'prom-client';

type Metric = MetricObjectWithValues<MetricValue<string>>;

/** What a registry says at one moment, by the names of its metrics: whoever shows a figure shows what Prometheus sees. */
export class MetricReadings {
  readonly #metrics: ReadonlyMap<string, Metric>;

  private constructor(metrics: readonly Metric[]) {
    this.#metrics = new Map(metrics.map((metric) => [metric.name, metric]));
  }

  static async of(registry: Registry): Promise<MetricReadings> {
    return new MetricReadings(await registry.getMetricsAsJSON());
  }

  /** Of a gauge or counter without labels; null where there is none of this name. */
  value(name: string): number | null {
    return this.#metrics.get(name)?.values[0]?.value ?? null;
  }

  /** How many samples a histogram has, and their sum. */
  samples(name: string): { readonly count: number; readonly sum: number } {
    return { count: this.#part(name, '_count') ?? 0, sum: this.#part(name, '_sum') ?? 0 };
  }

  /** Upper edge of the bucket in which this share (0 to 1) of the samples is reached; null without any, or beyond the last edge. */
  quantile(name: string, share: number): number | null {
    const { count } = this.samples(name);
    if (count === 0) return null;
    const buckets = this.#parts(name, '_bucket');
    const edge = Number(buckets.find(({ value }) => value >= share * count)?.labels.le);
    return Number.isFinite(edge) ? edge : null;
  }

  #part(name: string, ending: string): number | undefined {
    return this.#parts(name, ending)[0]?.value;
  }

  #parts(name: string, ending: string): MetricValue<string>[] {
    const values = this.#metrics.get(name)?.values ?? [];
    return values.filter((value) => 'metricName' in value && value.metricName === name + ending);
  }
}
