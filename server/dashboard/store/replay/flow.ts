import { type CountedSlice, presencesOf } from '../../../figures/presences.ts';
import { countUntil, countWithin } from './instants.ts';

export interface Peak {
  readonly value: number;
  /** When it was first reached, ms; null: never anybody. */
  readonly at: number | null;
}

export const NO_PEAK: Peak = { value: 0, at: null };

/** The higher of two, the earlier where they are equal; `a` lies before `b`. */
export function higher(a: Peak, b: Peak): Peak {
  return b.value > a.value ? b : a;
}

/** How many were present at each instant of a window: prefix figures that are looked up by binary search. Times in ms. */
export class Flow {
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  /** Instants of the window at which the figure changed, and the highest so far after each. */
  readonly #changes: Float64Array;
  readonly #peaks: Float64Array;
  readonly #peakAts: Float64Array;

  /** Of slices in order of their start that touch the window, which begins at `from`. */
  constructor(slices: readonly CountedSlice[], from: number) {
    const presences = presencesOf(slices);
    this.#starts = Float64Array.from(presences, ({ start }) => start).sort();
    this.#ends = Float64Array.from(presences, ({ end }) => end).sort();
    const later = [...this.#starts, ...this.#ends].filter((at) => at > from && Number.isFinite(at));
    this.#changes = Float64Array.from(new Set([from, ...later])).sort();
    this.#peaks = new Float64Array(this.#changes.length);
    this.#peakAts = new Float64Array(this.#changes.length);
    this.#findPeaks();
  }

  /** The figure after all that has happened at `at`. */
  at(at: number): number {
    return countUntil(this.#starts, at) - countUntil(this.#ends, at);
  }

  /** Within `[from, to)`. */
  joins(from: number, to: number): number {
    return countWithin(this.#starts, from, to);
  }

  leaves(from: number, to: number): number {
    return countWithin(this.#ends, from, to);
  }

  /** The highest figure from the window's beginning until `at`. */
  peakUntil(at: number): Peak {
    const index = countUntil(this.#changes, at) - 1;
    const value = this.#peaks[index] ?? 0;
    return value > 0 ? { value, at: this.#peakAts[index] ?? null } : NO_PEAK;
  }

  #findPeaks(): void {
    let peak = -1;
    let peakAt = 0;
    for (const [index, at] of this.#changes.entries()) {
      const value = this.at(at);
      if (value > peak) {
        peak = value;
        peakAt = at;
      }
      this.#peaks[index] = peak;
      this.#peakAts[index] = peakAt;
    }
  }
}
