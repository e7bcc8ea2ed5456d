import { DAY_MS, HOUR_MS } from '../durations.ts';
import { dayOf } from '../live/watch.ts';
import { type CheckParts, type CheckResult, checkScope } from './check-scope.ts';

export interface NightlyCheckOptions extends CheckParts {
  /** Whether it is up to this node. */
  readonly isLeader: () => boolean;
  /** A scope in which something differs. */
  readonly onDifferences: (scope: number, result: CheckResult) => void;
  /** The file is not sound; what SQLite says of it. */
  readonly onDamage: (integrity: string) => void;
  readonly onError: (error: unknown) => void;
}

/** At this hour (UTC) few are there. */
const QUIET_MS = 3 * HOUR_MS;

/** Checks every night, by log time, whether the file is sound and, on one node, all scopes over the day before. */
export class NightlyCheck {
  readonly #options: NightlyCheckOptions;
  /** UTC day number of the last night in which it was due. */
  #night: number | undefined;
  #running: Promise<void> | undefined;
  #closed = false;
  /** Of the file of this node, at the last check. */
  isSound = true;
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
    if (!isDue || this.#closed || this.#running !== undefined) return;
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
    const { history, live, isLeader, onDifferences, onDamage, dataThrough } = this.#options;
    const integrity = await history.integrity();
    this.isSound = integrity === 'ok';
    if (!this.isSound) onDamage(integrity);
    if (!isLeader()) return;
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
