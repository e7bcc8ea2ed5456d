import type { EngagementCount, HistoryBatch } from '../../storage/types.ts';
import { DAY_MS } from '../durations.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { CountedNames } from './counted-names.ts';

type EngagementMinute = HistoryBatch['engagementMinutes'][number];

type Growing<Count> = { -readonly [Name in keyof Count]: Count[Name] };

/** What one more of an action adds to. */
interface Counting {
  readonly action: string;
  readonly minute: number;
  readonly inAll: Growing<EngagementCount>;
  readonly inMinute: Growing<EngagementMinute>;
}

const MINUTE_MS = 60_000;

/** Accepted engagements of a batch, by scope and action: all of them (of organizations by day), and by minute. */
export class EngagementCounts {
  readonly #names: CountedNames;
  readonly #organizations: ReadonlySet<ScopeKey>;
  readonly #counts = new Map<string, Growing<EngagementCount>>();
  readonly #minutes = new Map<string, Growing<EngagementMinute>>();
  /** What was counted last in each scope: the next one is mostly alike. */
  readonly #last = new Map<ScopeKey, Counting>();

  /** `organizations`: keys of those scopes whose tallies are by day. */
  constructor(names: CountedNames, organizations: ReadonlySet<ScopeKey>) {
    this.#names = names;
    this.#organizations = organizations;
  }

  count(scope: ScopeKey, action: string, at: number): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const last = this.#last.get(scope);
    const isAlike = last !== undefined && last.action === action && last.minute === minute;
    const counting = isAlike ? last : this.#countingOf(scope, action, minute);
    counting.inAll.count++;
    counting.inMinute.count++;
  }

  counts(): EngagementCount[] {
    return [...this.#counts.values()];
  }

  minutes(): EngagementMinute[] {
    return [...this.#minutes.values()];
  }

  #countingOf(scope: ScopeKey, action: string, minute: number): Counting {
    const day = this.#organizations.has(scope) ? Math.floor(minute / DAY_MS) : 0;
    const name = this.#names.of({ scope, day }, action);
    const key = `${scope} ${day} ${name}`;
    const inAll = this.#counts.get(key) ?? { scope, day, action: name, count: 0 };
    this.#counts.set(key, inAll);
    const minuteKey = `${scope} ${minute} ${name}`;
    const inMinute = this.#minutes.get(minuteKey) ?? { scope, minute, action: name, count: 0 };
    this.#minutes.set(minuteKey, inMinute);
    const counting = { action, minute, inAll, inMinute };
    this.#last.set(scope, counting);
    return counting;
  }
}
