import { Counter, Gauge, type Registry } from 'prom-client';

/** Metrics whose numbers the parts keep themselves; they are taken from there at each scrape. */
export class ScrapedMetrics {
  readonly #registers: Registry[];

  constructor(registry: Registry) {
    this.#registers = [registry];
  }

  /** A number that goes up and down. */
  gauge(name: string, help: string, read: () => number): void {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: this.#registers,
      collect: () => gauge.set(read()),
    });
  }

  /** A number that only goes up. */
  total(name: string, help: string, read: () => number): void {
    let told = 0;
    const counter: Counter = new Counter({
      name,
      help,
      registers: this.#registers,
      collect: () => {
        const value = read();
        counter.inc(value - told);
        told = value;
      },
    });
  }

  /** Numbers that only go up, one for each value of a label. */
  totals(name: string, help: string, label: string, counts: Iterable<readonly [string, number]>): void {
    const told = new Map<string, number>();
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: [label],
      registers: this.#registers,
      collect: () => {
        for (const [key, value] of counts) {
          counter.inc({ [label]: key }, value - (told.get(key) ?? 0));
          told.set(key, value);
        }
      },
    });
  }
}
