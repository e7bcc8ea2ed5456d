export interface WatchOptions {
  readonly awayMs: number;
  readonly onAway: (isNew: boolean) => void;
  /** Whether entries are missed: the end of the log is not reached, or something is underway. */
  readonly isMissing: () => boolean;
  /** What Redis has not answered; another object when it is something else. */
  readonly unanswered: () => object | undefined;
}

const TICKS = 8;
/** How often a reader is told again. */
const AGAIN_MS = 1000;

/** Finds out that nothing comes from the log. It counts by its own ticks, so that time in which this process stood is not Redis' fault. */
export class AwayWatch {
  readonly #options: WatchOptions;
  readonly #tickMs: number;
  #timer: NodeJS.Timeout | undefined;
  #quietMs = 0;
  #unansweredMs = 0;
  #unanswered: object | undefined;
  #isAway = false;
  #toldMs = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#tickMs = Math.ceil(options.awayMs / TICKS);
  }

  start(): void {
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** An entry has come. */
  delivered(): void {
    this.#quietMs = 0;
  }

  get isAway(): boolean {
    return this.#isAway;
  }

  /** All that was missing has come. */
  back(): void {
    this.#isAway = false;
    this.#quietMs = 0;
    this.#unansweredMs = 0;
  }

  #tick(): void {
    const { isMissing, unanswered, awayMs } = this.#options;
    const now = unanswered();
    this.#unansweredMs =
      now !== undefined && now === this.#unanswered ? this.#unansweredMs + this.#tickMs : 0;
    this.#unanswered = now;
    this.#quietMs = isMissing() ? this.#quietMs + this.#tickMs : 0;
    if (this.#isAway) this.#tellAgain();
    else if (Math.max(this.#quietMs, this.#unansweredMs) >= awayMs) this.#tell(true);
  }

  #tellAgain(): void {
    this.#toldMs += this.#tickMs;
    if (this.#toldMs >= AGAIN_MS) this.#tell(false);
  }

  #tell(isNew: boolean): void {
    this.#isAway = true;
    this.#toldMs = 0;
    this.#options.onAway(isNew);
  }
}
