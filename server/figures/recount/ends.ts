import type { RecountedSlice } from './recount.ts';

/** Slices that are counted at present, by when they leave the count. A binary heap. */
export class Ends {
  readonly #slices: RecountedSlice[] = [];

  /** When the next one leaves, ms; Infinity while none will. */
  get next(): number {
    return untilOf(this.#slices[0]);
  }

  add(slice: RecountedSlice): void {
    const slices = this.#slices;
    const until = untilOf(slice);
    let index = slices.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = slices[parent];
      if (above === undefined || untilOf(above) <= until) break;
      slices[index] = above;
      index = parent;
    }
    slices[index] = slice;
  }

  take(): RecountedSlice | undefined {
    const slices = this.#slices;
    const first = slices[0];
    const last = slices.pop();
    if (last !== undefined && slices.length > 0) this.#sink(last);
    return first;
  }

  #sink(slice: RecountedSlice): void {
    const slices = this.#slices;
    const until = untilOf(slice);
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = untilOf(slices[left + 1]) < untilOf(slices[left]) ? left + 1 : left;
      const below = slices[child];
      if (below === undefined || untilOf(below) >= until) break;
      slices[index] = below;
      index = child;
    }
    slices[index] = slice;
  }
}

function untilOf(slice: RecountedSlice | undefined): number {
  return slice?.countedUntil ?? Number.POSITIVE_INFINITY;
}
