import type { Change } from './live/changes.ts';
import type { ErrorCode } from './protocol/error-codes.ts';
import type { Settled } from './recorder/recorded.ts';

/** Told when the own node has applied a change: null when it was accepted, else why not. */
export type ChangeApplied = (refused: ErrorCode | null) => void;

/** Who waits for what of a change. */
export interface Waiter {
  readonly applied?: ChangeApplied;
  /** The log is away: nobody knows when it will be applied. Told once at most; `applied` may follow. */
  readonly delayed?: () => void;
  /** Told when it is on disk, or was refused. */
  readonly committed?: ChangeApplied;
  readonly engagement?: Settled;
}

export interface PendingChange {
  readonly change: Change;
  readonly waiter: Waiter;
}

export const NOBODY: Waiter = {};

/** Changes that have not come back from the log yet, in the order in which they were made: it gives them back in that order. */
export class Pending {
  #items: PendingChange[] = [];
  #next = 0;

  get size(): number {
    return this.#items.length - this.#next;
  }

  push(item: PendingChange): void {
    this.#items.push(item);
  }

  take(): PendingChange | undefined {
    const item = this.#items[this.#next++];
    if (this.#next === this.#items.length) {
      this.#items = [];
      this.#next = 0;
    } else if (this.#next > 4096) {
      this.#items = this.#items.slice(this.#next);
      this.#next = 0;
    }
    return item;
  }

  takeAll(): PendingChange[] {
    const items = this.#items.slice(this.#next);
    this.#items = [];
    this.#next = 0;
    return items;
  }

  /** Tells those who wait for presence, each once, that it takes longer. */
  delay(): void {
    for (let index = this.#next; index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item?.waiter.delayed === undefined) continue;
      const { delayed, ...waiter } = item.waiter;
      this.#items[index] = { change: item.change, waiter };
      delayed();
    }
  }
}
