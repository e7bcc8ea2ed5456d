import type { ScopeKey } from '../live/catalogue.ts';
import type { Tallies } from './tallies.ts';

/** Under which names actions are counted, with those that are not committed yet. */
export class CountedNames {
  readonly #tallies: Tallies;
  readonly #pending = new Map<string, Set<string>>();

  constructor(tallies: Tallies) {
    this.#tallies = tallies;
  }

  /** `day`: UTC day number for organizations, else 0. */
  of(where: { scope: ScopeKey; day: number }, action: string): string {
    const key = `${where.scope} ${where.day}`;
    const pending = this.#pending.get(key) ?? new Set<string>();
    const name = this.#tallies.countedAs(where, action, pending);
    if (name.startsWith('x.')) this.#pending.set(key, pending.add(name));
    return name;
  }
}
