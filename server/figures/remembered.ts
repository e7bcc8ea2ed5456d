interface Entry<Value> {
  readonly state: string;
  readonly value: Promise<Value>;
}

/** What takes long to work out, for as long as the state that it follows from is the same. The longest unasked go first. */
export class Remembered<Value> {
  readonly #most: number;
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(most: number) {
    this.#most = most;
  }

  /** What is remembered of a name, in whatever state it was. */
  last(name: string): Promise<Value> | undefined {
    return this.#entries.get(name)?.value;
  }

  /** What `work` gives for a name in a state; what fails is not remembered. */
  get(name: string, state: string, work: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(name);
    const entry = known?.state === state ? known : { state, value: work() };
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > this.#most && oldest !== undefined) this.#entries.delete(oldest);
    entry.value.catch(() => {
      if (this.#entries.get(name) === entry) this.#entries.delete(name);
    });
    return entry.value;
  }
}
