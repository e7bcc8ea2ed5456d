/** Writes one part while the next is made; never two at once. */
export class WriteBehind<Part> {
  readonly #write: (part: Part) => Promise<void>;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (part: Part) => Promise<void>) {
    this.#write = write;
  }

  /** When the one before has been written. Rejects when that failed. */
  async add(part: Part): Promise<void> {
    await this.#last;
    this.#last = this.#write(part);
    // The next call is told, or the end.
    this.#last.catch(() => undefined);
  }

  /** When all is written. */
  end(): Promise<void> {
    return this.#last;
  }

  /** Nothing is being written any more when this settles, whatever failed: what was written can be undone. */
  async during<Result>(body: () => Promise<Result>): Promise<Result> {
    const [done] = await Promise.allSettled([body()]);
    const [written] = await Promise.allSettled([this.#last]);
    if (done.status === 'rejected') throw done.reason;
    if (written.status === 'rejected') throw written.reason;
    return done.value;
  }
}
