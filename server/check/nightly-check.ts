import { DAY_MS, dayOf } from '../live/watch.ts';
import { type CheckParts, type CheckResult, checkScope } from './check-scope.ts';

export interface NightlyCheckOptions extends CheckParts {
  /** Whether it is up to this node. */
  readonly isLeader: () => boolean;
  /** A scope in which something differs. */
  readonly onDifferences: (scope: number, result: CheckResult) => void;
  readonly onError: (error: unknown) => void;
}

/** At this hour (UTC) few are there. */
const HOUR_MS = 3_600_000;
const QUIET_MS = 3 * HOUR_MS;

/** Checks every night, by log time, all scopes over the day before. */
export class NightlyCheck {
  readonly #options: NightlyCheckOptions;
  /** UTC day number of the last night in which it was due. */
  #night: number | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  /** Of the last check. */
  differences = 0;
  /** Log time of its end, ms; null before the first. */
  checkedAt: number | null = null;

  constructor(options: NightlyCheckOptions) {
    this.#options = options;
  }

  /** To be told of every commit. */
  committed({ time }: { readonly time: number }): void {
    const night = dayOf(time - QUIET_MS);
    const isDue = this.#night !== undefined && night > this.#night;
    this.#night = night;
    if (!isDue || this.#closed || this.#running !== undefined || !this.#options.isLeader()) return;
    const to = night * DAY_MS;
    this.#running = this.#check({ from: to - DAY_MS, to })
      .catch(this.#options.onError)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when none is running. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #check(span: { from: number; to: number }): Promise<void> {
    const { live, onDifferences, dataThrough } = this.#options;
    let differences = 0;
    for (const scope of [...live.registry.scopes.keys()]) {
      if (this.#closed) return;
      const result = await checkScope(this.#options, scope, span);
      differences += result.count;
      if (result.count > 0) onDifferences(scope, result);
    }
    this.differences = differences;
    this.checkedAt = dataThrough();
  }
}
