/** Before that it is dropped as a whole and begun again: then some keys are told their expiry once more. */
const MAX_KEYS = 200_000;

/** Which keys must be told again when they expire: telling it with every sample would double the commands. */
export class Expiries {
  readonly #everyMs: number;
  readonly #told = new Map<string, number>();

  constructor(everyMs: number) {
    this.#everyMs = everyMs;
  }

  /** Of these keys, those that were not told within a while. */
  due(keys: Iterable<string>, now: number): string[] {
    return [...keys].filter(
      (key) => now - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) >= this.#everyMs,
    );
  }

  told(keys: Iterable<string>, now: number): void {
    if (this.#told.size > MAX_KEYS) this.#told.clear();
    for (const key of keys) this.#told.set(key, now);
  }

  forget(key: string): void {
    this.#told.delete(key);
  }
}
