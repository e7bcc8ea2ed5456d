import { type ReadonlySignal, signal } from '@preact/signals';
import { RestError } from '../../rest/rest-client.ts';

export interface RefresherOptions {
  readonly ask: () => Promise<void>;
  /** ms since the epoch. */
  readonly now: () => number;
  /** 0 to 1; spreads the pages that are open. */
  readonly random: () => number;
  /** Asks again after so long even when nothing has been heard. */
  readonly idleMs: number;
}

/** Readers see figures follow what happens, while a busy session does not ask with every vote. */
const CALM_MS = 1_500;
/** What takes the server long is asked for less often: it spends at most a fifth of its time on it. */
const REST_FACTOR = 4;
const FIRST_RETRY_MS = 2_000;
const LAST_RETRY_MS = 30_000;

/**
 * Asks at once, then soon after each `stir`, and now and then. Has no timer: `tick` is called about once a second. An
 * answer that was on its way when something happened does not count as one to it.
 */
export class Refresher {
  readonly #options: RefresherOptions;
  readonly #problem = signal<RestError | null>(null);
  #dueAt = Number.NEGATIVE_INFINITY;
  #notBefore = Number.NEGATIVE_INFINITY;
  #retryMs = FIRST_RETRY_MS;
  #asking = false;
  #stirred = false;
  #hurried = false;

  constructor(options: RefresherOptions) {
    this.#options = options;
  }

  /** Why the last question failed; null when it did not. */
  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  /** Something has happened that changes the answer. */
  stir(): void {
    this.#stirred = true;
  }

  /** Asks at the next tick, or when the answer that is on its way has come: the reader waits for it. */
  hurry(): void {
    this.#hurried = true;
  }

  async tick(): Promise<void> {
    const startedAt = this.#options.now();
    const isDue = (this.#stirred || startedAt >= this.#dueAt) && startedAt >= this.#notBefore;
    if (this.#asking || !(this.#hurried || isDue)) return;
    this.#asking = true;
    this.#stirred = false;
    this.#hurried = false;
    try {
      await this.#options.ask();
      this.#succeed(startedAt);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#asking = false;
    }
    if (this.#hurried) await this.tick();
  }

  #succeed(startedAt: number): void {
    const now = this.#options.now();
    this.#problem.value = null;
    this.#retryMs = FIRST_RETRY_MS;
    this.#notBefore = now + Math.max(CALM_MS, REST_FACTOR * (now - startedAt));
    this.#dueAt = now + this.#options.idleMs * (0.75 + this.#options.random() / 2);
  }

  #fail(error: unknown): void {
    const problem = error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
    this.#problem.value = problem;
    this.#notBefore = this.#options.now() + this.#retryMs * (0.5 + this.#options.random() / 2);
    this.#dueAt = problem.status === 403 ? Number.POSITIVE_INFINITY : this.#notBefore;
    this.#retryMs = Math.min(LAST_RETRY_MS, this.#retryMs * 2);
  }
}
