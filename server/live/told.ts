import type { ScopeKey } from './catalogue.ts';

/** What is told of an event or session once: for ever, or of a silence until somebody is there again. */
export type Once = 'event.ended' | 'event.report' | 'stage.started' | 'stage.ended' | 'session.silent';

export interface ToldOnce {
  readonly scope: ScopeKey;
  readonly once: Once;
}

/** What has been told, whether or not anybody wanted to hear it: nobody who comes later hears of it again. */
export class Told {
  readonly #scopes = new Map<ScopeKey, Set<Once>>();

  has(scope: ScopeKey, once: Once): boolean {
    return this.#scopes.get(scope)?.has(once) ?? false;
  }

  put({ scope, once }: ToldOnce): void {
    const own = this.#scopes.get(scope) ?? new Set();
    own.add(once);
    this.#scopes.set(scope, own);
  }

  take({ scope, once }: ToldOnce): void {
    const own = this.#scopes.get(scope);
    own?.delete(once);
    if (own?.size === 0) this.#scopes.delete(scope);
  }

  /** The scope is gone. */
  forget(scope: ScopeKey): void {
    this.#scopes.delete(scope);
  }

  /** In order, so that every core that has told the same lists the same. */
  list(): ToldOnce[] {
    const all = [...this.#scopes].flatMap(([scope, own]) => [...own].map((once) => ({ scope, once })));
    return all.sort((a, b) => a.scope - b.scope || (a.once < b.once ? -1 : 1));
  }
}
