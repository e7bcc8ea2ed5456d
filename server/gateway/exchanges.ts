import { within } from '../within.ts';

/** What a request that was cut has to let go of, ms: its file, above all. */
const LETTING_GO_MS = 2000;

/** The requests that are being answered, so that the end of the server can wait for them. */
export class Exchanges {
  readonly #running = new Map<Promise<void>, () => void>();

  get count(): number {
    return this.#running.size;
  }

  /** `served` resolves when the answer has been given; `cut` closes its connection before that. */
  add(served: Promise<void>, cut: () => void): void {
    this.#running.set(served, cut);
    void served.finally(() => this.#running.delete(served));
  }

  /**
   * Resolves when all are answered, and gives how many were not within the grace: their connections are closed before
   * the last chunk, so that no client takes what it has for the whole.
   */
  async drain(graceMs: number, lettingGoMs = LETTING_GO_MS): Promise<number> {
    await this.#ended(graceMs);
    const late = [...this.#running.values()];
    for (const cut of late) cut();
    await this.#ended(lettingGoMs);
    return late.length;
  }

  async #ended(withinMs: number): Promise<void> {
    await within(withinMs, Promise.all(this.#running.keys())).catch(() => {});
  }
}
