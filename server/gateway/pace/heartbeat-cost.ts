/** Measured once on two cores (bench, heartbeats one at a time over 10,000 sockets); taken until enough is known of this machine. */
const PRIOR_MS = 0.006;
/** One heartbeat in so many begins a sample; a power of two. */
const EVERY = 64;
/** Fewer in one turn of the loop say too little of one. */
const LEAST_IN_A_TURN = 8;
/** The median of so many samples is the cost: what else happened in a turn falls out. */
const SAMPLES = 33;
const LEAST_SAMPLES = 9;

export interface HeartbeatCostOptions {
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** Heartbeats so far. */
  readonly heartbeats: () => number;
  /** Runs when this turn of the event loop has read what there was. @default setImmediate */
  readonly afterTurn?: (run: () => void) => void;
}

/**
 * CPU of one heartbeat on this machine: the time from one of them to the end of the loop's turn, divided by those that came after it.
 * That has in it what the kernel and the socket library take for each, which no handler sees.
 */
export class HeartbeatCost {
  readonly #options: HeartbeatCostOptions;
  readonly #afterTurn: (run: () => void) => void;
  readonly #samples: number[] = [];
  #next = 0;
  #from = 0;
  #before = 0;
  #isSampling = false;

  constructor(options: HeartbeatCostOptions) {
    this.#options = options;
    this.#afterTurn = options.afterTurn ?? setImmediate;
  }

  /** To be told of each heartbeat, with how many there have been. */
  beat(count: number): void {
    if ((count & (EVERY - 1)) !== 0 || this.#isSampling) return;
    this.#isSampling = true;
    this.#before = count;
    this.#from = this.#options.monotonic();
    this.#afterTurn(this.#endOfTurn);
  }

  /** ms. */
  get costMs(): number {
    if (this.#samples.length < LEAST_SAMPLES) return PRIOR_MS;
    const sorted = this.#samples.toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? PRIOR_MS;
  }

  readonly #endOfTurn = (): void => {
    this.#isSampling = false;
    const { monotonic, heartbeats } = this.#options;
    const count = heartbeats() - this.#before;
    if (count < LEAST_IN_A_TURN) return;
    this.#samples[this.#next] = (monotonic() - this.#from) / count;
    this.#next = (this.#next + 1) % SAMPLES;
  };
}
