import type { Log } from '../storage/types.ts';
import type { Change, EngageChange, Entry } from './live/changes.ts';
import type { Live } from './live/live.ts';
import type { ErrorCode } from './protocol/error-codes.ts';
import type { EngagementSettled, Recorded } from './recorder/recorder.ts';

/** Told when the own node has applied a change: null when it was accepted, else why not. */
export type ChangeApplied = (refused: ErrorCode | null) => void;

interface Waiter {
  readonly applied?: ChangeApplied;
  readonly committed?: (refused: ErrorCode | null) => void;
  readonly engagement?: EngagementSettled;
}

const NOBODY: Waiter = {};

export interface PipelineOptions {
  readonly log: Log;
  readonly live: Live;
  readonly record: (recorded: Recorded) => void;
}

/** The one way of the data: what is submitted goes into the log, and what comes out of the log into live and the recorder. */
export class Pipeline {
  readonly #options: PipelineOptions;
  /** Who waits for this node's changes, in the order they were appended: the log gives them back in that order. */
  #waiters: Waiter[] = [];
  #next = 0;

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Begins this node's incarnation and reads the log. */
  start(node: string): void {
    this.submit({ kind: 'start', node });
    this.#options.log.read((entry) => this.#apply(entry));
  }

  /** Log time, ms. */
  now(): number {
    return this.#options.log.now();
  }

  /** A change of presence. Throws after the log was closed. */
  submit(change: Exclude<Change, EngageChange>, applied?: ChangeApplied): void {
    this.#append(change, applied === undefined ? NOBODY : { applied });
  }

  engage(change: EngageChange, engagement: EngagementSettled): void {
    this.#append(change, { engagement });
  }

  /** A change of the catalogue. Resolves when it is refused, or on disk. */
  write(change: Exclude<Change, EngageChange>): Promise<ErrorCode | null> {
    return new Promise((resolve) => this.#append(change, { committed: resolve }));
  }

  #append(change: Change, waiter: Waiter): void {
    this.#options.log.append(change);
    this.#waiters.push(waiter);
  }

  #apply(entry: Entry): void {
    const { log, live, record } = this.#options;
    const applied = live.apply(entry);
    const engagements: (EngagementSettled | undefined)[] = [];
    const committed: (() => void)[] = [];
    for (const [index, change] of entry.changes.entries()) {
      const waiter = entry.incarnation === log.incarnation ? this.#takeWaiter() : NOBODY;
      const refused = applied.outcomes[index] ?? null;
      if (change.kind === 'engage') engagements.push(waiter.engagement);
      waiter.applied?.(refused);
      const done = waiter.committed;
      if (done === undefined) continue;
      if (refused === null) committed.push(() => done(null));
      else done(refused);
    }
    record({ entry, applied, engagements, committed });
  }

  #takeWaiter(): Waiter {
    const waiter = this.#waiters[this.#next++] ?? NOBODY;
    if (this.#next === this.#waiters.length) {
      this.#waiters = [];
      this.#next = 0;
    } else if (this.#next > 4096) {
      this.#waiters = this.#waiters.slice(this.#next);
      this.#next = 0;
    }
    return waiter;
  }
}
