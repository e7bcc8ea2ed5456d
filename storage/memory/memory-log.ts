import type { Change } from '../../server/live/changes.ts';
import type { Log, LogReader } from '../types.ts';
import type { LogClock } from './log-clock.ts';

export interface MemoryLogOptions {
  readonly clock: LogClock;
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
  readonly #clock: LogClock;
  readonly #batchMs: number;
  readonly #signOfLifeMs: number;
  readonly #timers: Timers;
  #incarnation: string | undefined;
  #number = 0;
  #queue: Change[] = [];
  #reader: LogReader | undefined;
  #position = 0;
  #lastTime = Number.NEGATIVE_INFINITY;
  #flushTimer: unknown;
  #signOfLifeTimer: unknown;
  #closed = false;

  constructor({ clock, batchMs = 1, signOfLifeMs = 1000, timers = SYSTEM_TIMERS }: MemoryLogOptions) {
    this.#clock = clock;
    this.#batchMs = batchMs;
    this.#signOfLifeMs = signOfLifeMs;
    this.#timers = timers;
  }

  now(): number {
    return Math.max(this.#clock.now(), this.#lastTime);
  }

  begin(incarnation: string): void {
    this.#incarnation = incarnation;
    this.#number = 0;
    this.#queue = [];
    if (this.#reader !== undefined) this.#schedule();
  }

  append(change: Change): void {
    if (this.#closed) throw new Error('the log is closed');
    if (this.#incarnation === undefined) throw new Error('no incarnation has begun');
    this.#queue.push(change);
    if (this.#reader !== undefined) this.#schedule();
  }

  /** Nothing of an earlier run is kept: `after` only says where to go on counting positions. */
  read(reader: LogReader, after: string | null): void {
    if (this.#reader !== undefined) throw new Error('the log has a reader already');
    this.#reader = reader;
    this.#position = Number(after ?? 0);
    reader.caughtUp();
    if (this.#incarnation !== undefined) this.#flush();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#reader !== undefined && this.#incarnation !== undefined) this.#flush();
    this.#timers.clear(this.#flushTimer);
    this.#timers.clear(this.#signOfLifeTimer);
  }

  #schedule(): void {
    this.#flushTimer ??= this.#timers.set(() => this.#flush(), this.#batchMs);
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
    this.#reader?.entry({
      position: String(++this.#position),
      time,
      incarnation: this.#incarnation ?? '',
      number: ++this.#number,
      changes,
    });
  }
}
