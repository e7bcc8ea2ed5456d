export interface HourlyOptions {
  /** Does it with all that is on disk up to a log time, ms; should end early once it is stopped. */
  readonly run: (through: number, isStopped: () => boolean) => Promise<void>;
  /** How long after the hour, ms of log time. */
  readonly afterMs: number;
  /** It failed; it is tried again with a commit in the next hour. */
  readonly onError: (error: unknown) => void;
}

const HOUR_MS = 3_600_000;

/** Does something once an hour of log time, beside the commits. */
export class Hourly {
  readonly #options: HourlyOptions;
  /** Number of the hour up to which it was tried. */
  #tried = -1;
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(options: HourlyOptions) {
    this.#options = options;
  }

  /** To be told of every commit. */
  committed({ time }: { readonly time: number }): void {
    const { run, afterMs, onError } = this.#options;
    const hour = Math.floor((time - afterMs) / HOUR_MS);
    if (hour <= this.#tried || this.#running !== undefined || this.#closed) return;
    this.#tried = hour;
    this.#running = run(time, () => this.#closed)
      .catch(onError)
      .finally(() => {
        this.#running = undefined;
      });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }
}
