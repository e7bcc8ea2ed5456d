export interface AcceptLimitOptions {
  /** Sockets a second over all transports. */
  readonly perSecond: number;
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** `[0, 1)`. */
  readonly random: () => number;
  /** Nobody is let in meanwhile. @default never */
  readonly isFull?: () => boolean;
}

/** What may be taken at once after a quiet while: more would hold up those who are connected already. */
const BURST_SECONDS = 0.1;
/** Who is refused is asked to come back within so many seconds, each at another time. */
const RETRY_SPREAD_SECONDS = 10;

/**
 * How fast sockets are let in (a token bucket). When everybody comes back at once, those who are in keep their answers, and the
 * rest is refused before the upgrade, which costs a fraction of taking them.
 */
export class AcceptLimit {
  readonly #options: AcceptLimitOptions;
  readonly #most: number;
  #left: number;
  #at: number;

  constructor(options: AcceptLimitOptions) {
    this.#options = options;
    this.#most = Math.max(1, options.perSecond * BURST_SECONDS);
    this.#left = this.#most;
    this.#at = options.monotonic();
  }

  /** Null: one more socket may open. Otherwise the whole seconds of a `Retry-After`, by chance. */
  take(): number | null {
    const { random, isFull } = this.#options;
    const now = this.#options.monotonic();
    this.#left = Math.min(this.#most, this.#left + ((now - this.#at) * this.#options.perSecond) / 1000);
    this.#at = now;
    if (this.#left < 1 || isFull?.() === true) return 1 + Math.floor(random() * RETRY_SPREAD_SECONDS);
    this.#left--;
    return null;
  }
}
