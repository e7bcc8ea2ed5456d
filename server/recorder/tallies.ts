import type { EngagementCount, Restored } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';

interface Tally {
  /** UTC day number for organizations, else 0. */
  day: number;
  uniques: number;
  readonly engagement: Map<string, number>;
  /** Counts up with every change. */
  version: number;
}

/** So many names of custom actions are counted apart in a scope; the rest together as `other`. */
const MAX_CUSTOM_ACTIONS = 64;
const OTHER_ACTIONS = 'x.other';

export interface ScopeTally {
  readonly uniques: number;
  readonly engagement: Readonly<Record<string, number>>;
}

const NOTHING: ScopeTally = { uniques: 0, engagement: {} };

/** Uniques and engagement of every scope, as committed. The recorder's state: only it changes them. */
export class Tallies {
  readonly #tallies = new Map<ScopeKey, Tally>();

  constructor({ uniques, engagementCounts }: Pick<Restored, 'uniques' | 'engagementCounts'>) {
    this.addUniques(uniques);
    this.addEngagement(engagementCounts);
  }

  /** `day`: the UTC day asked for, for organizations; 0 else. */
  of(scope: ScopeKey, day: number): ScopeTally {
    const tally = this.#tallies.get(scope);
    if (tally === undefined || tally.day !== day) return NOTHING;
    return { uniques: tally.uniques, engagement: Object.fromEntries(tally.engagement) };
  }

  addUniques(counts: Restored['uniques']): void {
    for (const { scope, day, count } of counts) this.#touch(scope, day).uniques += count;
  }

  addEngagement(counts: readonly EngagementCount[]): void {
    for (const { scope, day, action, count } of counts) {
      const { engagement } = this.#touch(scope, day);
      engagement.set(action, (engagement.get(action) ?? 0) + count);
    }
  }

  /** The name under which an action is counted in a scope: a stranger cannot make up any number of names. */
  countedAs(scope: ScopeKey, action: string, pending: ReadonlySet<string>): string {
    if (!action.startsWith('x.')) return action;
    const known = this.#tallies.get(scope)?.engagement;
    if (known?.has(action) || pending.has(action)) return action;
    const names = new Set([...(known?.keys() ?? []), ...pending].filter((name) => name.startsWith('x.')));
    return names.size < MAX_CUSTOM_ACTIONS ? action : OTHER_ACTIONS;
  }

  /** The scope is deleted. */
  forget(scope: ScopeKey): void {
    this.#tallies.delete(scope);
  }

  /** Changes whenever the tally of the scope does. */
  versionOf(scope: ScopeKey): number {
    return this.#tallies.get(scope)?.version ?? 0;
  }

  #touch(scope: ScopeKey, day: number): Tally {
    const tally = this.#at(scope, day);
    tally.version++;
    return tally;
  }

  /** A later day begins a tally anew; what still comes of an earlier day changes nothing. */
  #at(scope: ScopeKey, day: number): Tally {
    const known = this.#tallies.get(scope);
    if (known !== undefined && known.day === day) return known;
    const tally = {
      day,
      uniques: 0,
      engagement: new Map<string, number>(),
      version: (known?.version ?? 0) + 1,
    };
    if (known === undefined || day > known.day) this.#tallies.set(scope, tally);
    return tally;
  }
}
