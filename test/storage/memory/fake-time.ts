import type { TimeSource } from '../../../storage/memory/log-clock.ts';
import type { Timers } from '../../../storage/memory/memory-log.ts';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Clocks and timers that go on only when told. */
export class FakeTime implements TimeSource, Timers {
  #monotonic = 5000;
  #wall: number;
  #timers = new Set<Timer>();

  constructor(wall = Date.UTC(2026, 0, 1, 12)) {
    this.#wall = wall;
  }

  wall(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  set(callback: () => void, ms: number): unknown {
    const timer = { at: this.#monotonic + ms, callback };
    this.#timers.add(timer);
    return timer;
  }

  clear(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  /** The wall clock is set by somebody. */
  jump(ms: number): void {
    this.#wall += ms;
  }

  /** The process stands still: clocks go on, no timer fires until afterwards. */
  freeze(ms: number): void {
    this.#monotonic += ms;
    this.#wall += ms;
  }

  pass(ms: number): void {
    const end = this.#monotonic + ms;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.freeze(Math.max(0, next.at - this.#monotonic));
      next.callback();
    }
    this.freeze(end - this.#monotonic);
  }
}
