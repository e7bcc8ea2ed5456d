import type { EngagementCount, HistoryBatch } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { CountedNames } from './counted-names.ts';

type EngagementMinute = HistoryBatch['engagementMinutes'][number];

const MINUTE_MS = 60_000;

/** Accepted engagements of a batch, by scope and action: all of them (of organizations by day), and by minute. */
export class EngagementCounts {
  readonly #names: CountedNames;
  readonly #organizations: ReadonlySet<ScopeKey>;
  readonly #counts = new Map<string, EngagementCount>();
  readonly #minutes = new Map<string, EngagementMinute>();

  /** `organizations`: keys of those scopes whose tallies are by day. */
  constructor(names: CountedNames, organizations: ReadonlySet<ScopeKey>) {
    this.#names = names;
    this.#organizations = organizations;
  }

  count(scope: ScopeKey, action: string, at: number): void {
    const day = this.#organizations.has(scope) ? Math.floor(at / DAY_MS) : 0;
    const name = this.#names.of({ scope, day }, action);
    const key = `${scope} ${day} ${name}`;
    const count = (this.#counts.get(key)?.count ?? 0) + 1;
    this.#counts.set(key, { scope, day, action: name, count });
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const minuteKey = `${scope} ${minute} ${name}`;
    const inMinute = (this.#minutes.get(minuteKey)?.count ?? 0) + 1;
    this.#minutes.set(minuteKey, { scope, minute, action: name, count: inMinute });
  }

  counts(): EngagementCount[] {
    return [...this.#counts.values()];
  }

  minutes(): EngagementMinute[] {
    return [...this.#minutes.values()];
  }
}
