/** The best of many, in order, without keeping all of them. */
export class Best<Item> {
  readonly #limit: number;
  readonly #compare: (a: Item, b: Item) => number;
  #items: Item[] = [];
  /** Nothing behind it can be among the best any more. */
  #bound: Item | undefined;

  /** `compare` is negative when the first is better; no two may be equal. */
  constructor(limit: number, compare: (a: Item, b: Item) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  add(item: Item): void {
    if (this.#bound !== undefined && this.#compare(item, this.#bound) > 0) return;
    this.#items.push(item);
    if (this.#items.length >= 2 * this.#limit) this.#trim();
  }

  /** Whatever is behind it is not taken any more; undefined while everything may be. */
  get bound(): Item | undefined {
    return this.#bound;
  }

  inOrder(): readonly Item[] {
    this.#trim();
    return this.#items;
  }

  #trim(): void {
    this.#items.sort(this.#compare);
    this.#items = this.#items.slice(0, this.#limit);
    if (this.#items.length === this.#limit) this.#bound = this.#items.at(-1);
  }
}
