import type { ScopeKey } from './catalogue.ts';

interface Keyed {
  readonly row: { readonly key: ScopeKey };
}

/** Objects in the order of their keys, which is that in which they were made. */
export class KeyedList<T extends Keyed> implements Iterable<T> {
  readonly #items: T[] = [];

  get size(): number {
    return this.#items.length;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]();
  }

  /** Its key must be greater than all that are there. */
  add(item: T): void {
    this.#items.push(item);
  }

  delete(item: T): void {
    const index = this.#firstAfter(item.row.key - 1);
    if (this.#items[index] === item) this.#items.splice(index, 1);
  }

  /** Those that were made after the one of a key, found without looking at the others. */
  *after(key: ScopeKey): Generator<T> {
    for (let index = this.#firstAfter(key); index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item !== undefined) yield item;
    }
  }

  #firstAfter(key: ScopeKey): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.row.key ?? 0) <= key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
