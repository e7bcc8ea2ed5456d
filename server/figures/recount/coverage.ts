import type { Run } from '../../../storage/types.ts';

/** Runs in order and without overlaps, whatever they were before. */
export function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last === undefined || run.start > last.end) result.push(run);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, run.end) };
  }
  return result;
}

/** How long the log was alive. To be asked for times that never go back. */
export class Coverage {
  readonly #runs: readonly Run[];
  #next = 0;
  #before = 0;

  /** The runs are in order and do not overlap. */
  constructor(runs: readonly Run[]) {
    this.#runs = runs;
  }

  /** ms before a time in which it was alive, counted from the first run. */
  at(time: number): number {
    for (
      let run = this.#runs[this.#next];
      run !== undefined && run.end <= time;
      run = this.#runs[this.#next]
    ) {
      this.#before += run.end - run.start;
      this.#next++;
    }
    const start = this.#runs[this.#next]?.start ?? time;
    return this.#before + Math.max(0, time - start);
  }
}

/** The steps (minutes, days) in which the log gave a sign of life. To be asked for times that never go back. */
export class AliveSteps {
  readonly #runs: readonly Run[];
  readonly #stepMs: number;
  #next = 0;

  constructor(runs: readonly Run[], stepMs: number) {
    this.#runs = runs;
    this.#stepMs = stepMs;
  }

  /** Start of the first one that does not begin before `from`, itself the start of a step; Infinity where there is none. */
  next(from: number): number {
    while ((this.#runs[this.#next]?.end ?? from) < from) this.#next++;
    const run = this.#runs[this.#next];
    if (run === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(from, Math.floor(run.start / this.#stepMs) * this.#stepMs);
  }
}
