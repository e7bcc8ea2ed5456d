/** Sets of up to eight kinds of attendees, by key; the keys are small and close together. */
export class KeyFlags {
  #flags = new Uint8Array(1024);

  add(key: number, flags: number): void {
    if (key >= this.#flags.length) this.#grow(key);
    this.#flags[key] = (this.#flags[key] ?? 0) | flags;
  }

  /** How many keys have some flag of each of the sets. */
  count(first: number, second = first): number {
    let count = 0;
    for (const flags of this.#flags) if ((flags & first) !== 0 && (flags & second) !== 0) count++;
    return count;
  }

  /** Those with any of the flags, in order. */
  *keys(wanted: number): Generator<number> {
    for (let key = 0; key < this.#flags.length; key++)
      if (((this.#flags[key] ?? 0) & wanted) !== 0) yield key;
  }

  #grow(key: number): void {
    const grown = new Uint8Array(Math.max(key + 1, this.#flags.length * 2));
    grown.set(this.#flags);
    this.#flags = grown;
  }
}

/** A number for each attendee, by key; 0 at first. */
export class KeyNumbers {
  #numbers = new Float64Array(1024);

  add(key: number, by: number): void {
    this.set(key, this.get(key) + by);
  }

  set(key: number, number: number): void {
    if (key >= this.#numbers.length) {
      const grown = new Float64Array(Math.max(key + 1, this.#numbers.length * 2));
      grown.set(this.#numbers);
      this.#numbers = grown;
    }
    this.#numbers[key] = number;
  }

  get(key: number): number {
    return this.#numbers[key] ?? 0;
  }
}
