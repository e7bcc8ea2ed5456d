import type { HistoryWebhookAttempts } from '../../storage/ports/history/webhook-attempts.ts';
import type { WebhookAttempt } from '../../storage/types.ts';
import type { Clock } from './clock.ts';

/** So long attempts are gathered until they are written together, ms. */
const GATHER_MS = 250;
/** While the file cannot be written, the latest wait. */
const MAX_WAITING = 2000;

export interface AttemptLogParts {
  readonly history: Pick<HistoryWebhookAttempts, 'keepAttempts'>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** Writes what was sent and what came back, beside the log and without holding up anything. */
export class AttemptLog {
  readonly #parts: AttemptLogParts;
  #waiting: WebhookAttempt[] = [];
  #callOff: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: AttemptLogParts) {
    this.#parts = parts;
  }

  add(attempt: WebhookAttempt): void {
    this.#waiting.push(attempt);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#callOff ??= this.#parts.clock.after(GATHER_MS, () => void this.flush());
  }

  /** Resolves when everything is written that came before. */
  flush(): Promise<void> {
    this.#callOff?.();
    this.#callOff = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const attempts = this.#waiting;
    this.#waiting = [];
    try {
      await this.#parts.history.keepAttempts(attempts);
    } catch (error) {
      this.#parts.onError(error);
    }
  }
}
