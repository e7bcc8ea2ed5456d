import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 20;
const PERCENTILE = 90;
const NS_PER_MS = 1e6;

/** How late the event loop is. */
export class LoopLag {
  readonly #histogram: IntervalHistogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

  start(): void {
    this.#histogram.enable();
  }

  /** What nine of ten turns since the last reading were late by at most, ms; a loop that did not turn at all is not known to be late. */
  readonly read = (): number => {
    const { count } = this.#histogram;
    const delayMs = this.#histogram.percentile(PERCENTILE) / NS_PER_MS;
    this.#histogram.reset();
    return count === 0 ? 0 : Math.max(0, delayMs - RESOLUTION_MS);
  };

  stop(): void {
    this.#histogram.disable();
  }
}
