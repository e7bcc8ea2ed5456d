import type { Change, Entry } from '../../server/live/changes.ts';
import type { Log } from '../types.ts';
import type { LogClock } from './log-clock.ts';

export interface MemoryLogOptions {
  readonly incarnation: string;
  readonly clock: LogClock;
  /** Position of the last entry of an earlier run, to go on counting from. */
  readonly after?: string | null;
  /**
   * How long changes are collected into one entry, ms. An entry is an instant, and times must strictly increase, so less
   * than 1 would let log time run ahead of the clock under load.
   * @default 1
   */
  readonly batchMs?: number;
  /** @default 1000: at least one entry a second, with or without changes. */
  readonly signOfLifeMs?: number;
  readonly timers?: Timers;
}

/** Injected in tests. */
export interface Timers {
  set(callback: () => void, ms: number): unknown;
  clear(timer: unknown): void;
}

const SYSTEM_TIMERS: Timers = {
  set: (callback, ms) => setTimeout(callback, ms),
  clear: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** The log as a queue in the process. */
export class MemoryLog implements Log {
  readonly incarnation: string;
  readonly #clock: LogClock;
  readonly #batchMs: number;
  readonly #signOfLifeMs: number;
  readonly #timers: Timers;
  #queue: Change[] = [];
  #reader: ((entry: Entry) => void) | undefined;
  #position: number;
  #lastTime = Number.NEGATIVE_INFINITY;
  #flushTimer: unknown;
  #signOfLifeTimer: unknown;
  #closed = false;

  constructor({
    incarnation,
    clock,
    after = null,
    batchMs = 1,
    signOfLifeMs = 1000,
    timers = SYSTEM_TIMERS,
  }: MemoryLogOptions) {
    this.incarnation = incarnation;
    this.#clock = clock;
    this.#position = Number(after ?? 0);
    this.#batchMs = batchMs;
    this.#signOfLifeMs = signOfLifeMs;
    this.#timers = timers;
  }

  now(): number {
    return Math.max(this.#clock.now(), this.#lastTime);
  }

  append(change: Change): void {
    if (this.#closed) throw new Error('the log is closed');
    this.#queue.push(change);
    if (this.#reader !== undefined) this.#flushTimer ??= this.#timers.set(() => this.#flush(), this.#batchMs);
  }

  read(reader: (entry: Entry) => void): void {
    if (this.#reader !== undefined) throw new Error('the log has a reader already');
    this.#reader = reader;
    this.#flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#reader !== undefined) this.#flush();
    this.#timers.clear(this.#signOfLifeTimer);
  }

  #flush(): void {
    this.#timers.clear(this.#flushTimer);
    this.#timers.clear(this.#signOfLifeTimer);
    this.#flushTimer = undefined;
    const changes = this.#queue;
    this.#queue = [];
    const time = Math.max(this.#clock.now(), this.#lastTime + 1);
    this.#lastTime = time;
    if (!this.#closed) this.#signOfLifeTimer = this.#timers.set(() => this.#flush(), this.#signOfLifeMs);
    this.#reader?.({ position: String(++this.#position), time, incarnation: this.incarnation, changes });
  }
}
