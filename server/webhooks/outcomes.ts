import type { DeliveriesChange, DeliveryOutcome } from '../live/changes/webhooks.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Clock } from './clock.ts';

const MAX_OUTCOMES = 1000;
/** The log could not take them: so long until they are written again, ms. */
const AGAIN_MS = 1000;

export interface OutcomesParts {
  readonly write: (change: DeliveriesChange) => Promise<ErrorCode | null>;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

interface Waiting {
  readonly outcome: DeliveryOutcome;
  readonly written: () => void;
}

/** Writes what came of attempts into the log, one change at a time: what comes meanwhile goes with the next. */
export class Outcomes {
  readonly #parts: OutcomesParts;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #isClosed = false;

  constructor(parts: OutcomesParts) {
    this.#parts = parts;
  }

  /** Resolves when it is on disk, or will not be any more. */
  add(outcome: DeliveryOutcome): Promise<void> {
    return new Promise((written) => {
      this.#waiting.push({ outcome, written });
      this.#writing ??= this.#writeAll().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Resolves when everything was tried once more. What the log does not take is sent again by whoever goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // Whoever adds another in the same turn goes with this one.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, MAX_OUTCOMES);
      const isWritten = await this.#write(batch.map(({ outcome }) => outcome));
      if (!isWritten && !this.#isClosed) {
        await new Promise<void>((resolve) => this.#parts.clock.after(AGAIN_MS, resolve));
        continue;
      }
      this.#waiting = this.#waiting.slice(batch.length);
      for (const { written } of batch) written();
    }
  }

  async #write(outcomes: readonly DeliveryOutcome[]): Promise<boolean> {
    try {
      return (await this.#parts.write({ kind: 'deliveries', outcomes })) !== 'unavailable';
    } catch (error) {
      this.#parts.onError(error);
      return false;
    }
  }
}
