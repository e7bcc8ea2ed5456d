/** The two clocks of a machine, ms. */
export interface TimeSource {
  /** Wall clock since the epoch; may jump. */
  wall(): number;
  /** From an arbitrary zero; never goes back. */
  monotonic(): number;
}

/** How much of the time elapsed the clock may give up or gain to follow the wall clock. */
const SLEW = 0.1;

/**
 * Log time: the wall clock at the start plus the monotonic clock, slewed to the wall by at most 10 %, so that a jump of
 * the wall clock neither ends presences nor lets time go back.
 */
export class LogClock {
  readonly #source: TimeSource;
  #time: number;
  #monotonic: number;

  /** `notBefore`: the time of the last entry of an earlier run, ms. */
  constructor(source: TimeSource, notBefore = Number.NEGATIVE_INFINITY) {
    this.#source = source;
    this.#time = Math.max(source.wall(), notBefore + 1);
    this.#monotonic = source.monotonic();
  }

  /** ms since the epoch, a whole number that never goes back. */
  now(): number {
    const monotonic = this.#source.monotonic();
    const elapsed = Math.max(0, monotonic - this.#monotonic);
    const behind = this.#source.wall() - (this.#time + elapsed);
    const slew = Math.max(-elapsed * SLEW, Math.min(elapsed * SLEW, behind));
    this.#time += elapsed + slew;
    this.#monotonic = monotonic;
    return Math.floor(this.#time);
  }
}
