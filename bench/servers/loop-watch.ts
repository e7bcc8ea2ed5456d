import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

/** What the event loop of a server went through since it is watched, ms. */
export interface LoopFigures {
  /** How late timers were. */
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
  readonly lagMaxMs: number;
  /** Pauses of the garbage collector: how many, the longest, all together. */
  readonly gcPauses: number;
  readonly gcMaxMs: number;
  readonly gcMs: number;
  /** How long the main thread could have run while others had the cores; NaN where the system does not say. */
  readonly waitedMs: number;
}

/** Often enough to see what a client would feel, seldom enough to cost nothing. */
const EVERY_MS = 5;
const NS = 1e6;

/** Linux: what the main thread has had of the cores, what it has waited for them, ns, and how often. */
const SCHEDULED = '/proc/self/task/PID/schedstat';

function waitedMs(): number {
  try {
    const [, waited] = readFileSync(SCHEDULED.replace('PID', String(process.pid)), 'utf8').split(' ');
    return Number(waited) / NS;
  } catch {
    return Number.NaN;
  }
}

/** Looks on from the moment it is made. */
export class LoopWatch {
  readonly #delay = monitorEventLoopDelay({ resolution: EVERY_MS });
  readonly #pauses: number[] = [];
  #waitedMs = waitedMs();

  constructor() {
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) this.#pauses.push(duration);
    }).observe({ entryTypes: ['gc'] });
    this.#delay.enable();
  }

  figures(): LoopFigures {
    const late = (ns: number) => Math.max(0, ns / NS - EVERY_MS);
    return {
      lagP50Ms: late(this.#delay.percentile(50)),
      lagP99Ms: late(this.#delay.percentile(99)),
      lagMaxMs: late(this.#delay.max),
      gcPauses: this.#pauses.length,
      gcMaxMs: this.#pauses.reduce((most, ms) => Math.max(most, ms), 0),
      gcMs: this.#pauses.reduce((sum, ms) => sum + ms, 0),
      waitedMs: waitedMs() - this.#waitedMs,
    };
  }

  /** Forgets what was until now. */
  reset(): void {
    this.#delay.reset();
    this.#pauses.length = 0;
    this.#waitedMs = waitedMs();
  }
}
