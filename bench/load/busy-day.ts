import type { Sample, SeriesLabels } from '../../storage/types.ts';

const MINUTE_MS = 60_000;

/** Random numbers that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A session to and from which people come all day: every figure is another one each minute. */
export class BusySession {
  readonly #labels: Omit<SeriesLabels, 'metric'>;
  readonly #random: () => number;
  #count: number;

  constructor(index: number) {
    this.#random = randomFrom(index);
    this.#count = Math.round(5 * 100 ** this.#random());
    const id = `session-${index}`;
    this.#labels = {
      tenant: 'bench',
      organization: 'bench',
      event: `conference-${index % 10}`,
      session: id,
      scopeKind: 'session',
      mode: 'all',
      step: 'minute',
    };
  }

  /** What the writer would write of a minute. */
  minute(start: number): Sample[] {
    const before = this.#count;
    const joins = this.#some(before / 20 + 1);
    const leaves = Math.min(before, this.#some(before / 20 + 1));
    this.#count += joins - leaves;
    const peak = Math.max(before, this.#count) + this.#some(2);
    const minimum = Math.max(0, Math.min(before, this.#count) - this.#some(2));
    const figures: Readonly<Record<string, number>> = {
      peak,
      peakAt: start + Math.floor(this.#random() * MINUTE_MS),
      minimum,
      average: Math.round((minimum + this.#random() * (peak - minimum)) * 1000) / 1000,
      joins,
      leaves,
      uniques: before + joins,
      'engagement:reaction': this.#some(before / 10 + 1),
    };
    return Object.entries(figures).map(([metric, value]) => ({
      labels: { ...this.#labels, metric },
      time: start,
      value,
    }));
  }

  #some(mean: number): number {
    return Math.floor(this.#random() * 2 * mean);
  }
}
