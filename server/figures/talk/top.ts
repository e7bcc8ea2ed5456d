/** Keeps the first `size` of whatever is added, in the order of `compare`, which must tell all apart. */
export class Top<T> {
  readonly #size: number;
  readonly #compare: (a: T, b: T) => number;
  #kept: T[] = [];

  constructor(size: number, compare: (a: T, b: T) => number) {
    this.#size = size;
    this.#compare = compare;
  }

  add(item: T): void {
    this.#kept.push(item);
    // Sorted now and then only, so that adding stays cheap.
    if (this.#kept.length >= 2 * this.#size + 16) this.#cut();
  }

  list(): readonly T[] {
    this.#cut();
    return this.#kept;
  }

  #cut(): void {
    this.#kept = this.#kept.sort(this.#compare).slice(0, this.#size);
  }
}
