/** Beyond this, a sample that says "earlier" is no slow delivery: a clock has been set. */
const JUMP_MS = 5_000;
const SAMPLES = 30;

/**
 * The server's time, from the times that it writes into counters: the reader's own clock may be wrong by hours, and
 * "now" on the axis, ages and the minute's turn have to agree with the figures.
 */
export class ServerClock {
  readonly #local: () => number;
  /** Server minus local. The largest is the one that was delivered fastest. */
  #offsets: number[] = [];

  /** `local`: the reader's clock, ms since the epoch. */
  constructor(local: () => number) {
    this.#local = local;
  }

  now(): number {
    return this.#local() + this.#offset();
  }

  /** Takes the time of a message that has just come in. */
  observe(serverTime: number): void {
    const offset = serverTime - this.#local();
    if (!Number.isFinite(offset)) return;
    if (this.#offsets.length > 0 && this.#offset() - offset > JUMP_MS) this.#offsets = [];
    this.#offsets.push(offset);
    if (this.#offsets.length > SAMPLES) this.#offsets.shift();
  }

  #offset(): number {
    return this.#offsets.length === 0 ? 0 : Math.max(...this.#offsets);
  }
}
