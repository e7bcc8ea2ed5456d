import { type ReadonlySignal, signal } from '@preact/signals';
import { RestError } from '../rest/rest-client.ts';
import { floorMinute, MINUTE_MS } from './day-curve.ts';
import type { ServerClock } from './server-clock.ts';

/** `early`: the answer was good, but the minute that has just ended was not in it yet. */
export type Asked = 'complete' | 'early';

export interface MinutePollOptions {
  readonly ask: () => Promise<Asked>;
  readonly clock: ServerClock;
  /** 0 to 1; spreads the pages that are open, so that they do not all ask in the same instant. */
  readonly random: () => number;
}

/** The recorder writes a minute within a second or so of its end. */
const AFTER_TURN_MS = 1_500;
const SPREAD_MS = 3_000;
const EARLY_MS = 3_000;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/** Refusals that asking again does not change. What is not found may still be made: on the first join, for instance. */
function isFinal(error: RestError): boolean {
  return error.status === 403;
}

/** Asks at once, then after each minute's turn. Has no timer: `tick` is called about once a second. */
export class MinutePoll {
  readonly #options: MinutePollOptions;
  readonly #problem = signal<RestError | null>(null);
  #dueAt = Number.NEGATIVE_INFINITY;
  #retryMs = FIRST_RETRY_MS;
  #asking = false;

  constructor(options: MinutePollOptions) {
    this.#options = options;
  }

  /** Why the last question failed; null when it did not. */
  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  async tick(): Promise<void> {
    if (this.#asking || this.#options.clock.now() < this.#dueAt) return;
    this.#asking = true;
    try {
      const asked = await this.#options.ask();
      this.#succeed(asked);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#asking = false;
    }
  }

  /** Asks again at the next tick: the link came back. */
  hurry(): void {
    this.#dueAt = Number.NEGATIVE_INFINITY;
    this.#retryMs = FIRST_RETRY_MS;
  }

  #succeed(asked: Asked): void {
    const now = this.#options.clock.now();
    this.#problem.value = null;
    this.#retryMs = FIRST_RETRY_MS;
    const turn = floorMinute(now) + MINUTE_MS + AFTER_TURN_MS + this.#options.random() * SPREAD_MS;
    this.#dueAt = asked === 'early' ? now + EARLY_MS : turn;
  }

  #fail(error: unknown): void {
    const problem = error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
    this.#problem.value = problem;
    this.#dueAt = isFinal(problem)
      ? Number.POSITIVE_INFINITY
      : this.#options.clock.now() + this.#retryMs * (0.5 + this.#options.random() / 2);
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }
}
