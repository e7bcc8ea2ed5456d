import type { Span } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Recount, type RecountedSlice, type RecountOptions } from './recount.ts';

interface Options extends Omit<RecountOptions, 'known'> {
  /** What imports made known, by scope; no other scope is covered by it. */
  readonly known: ReadonlyMap<ScopeKey, readonly Span[]>;
}

/** A recount of scopes that are not known at the same times: those without imports in one, every other one by itself. */
export class RecountByScope {
  readonly #options: Options;
  readonly #others: Recount;
  readonly #imported = new Map<ScopeKey, Recount>();
  readonly #bySession = new Map<ScopeKey, readonly Recount[]>();

  constructor(options: Options) {
    this.#options = options;
    this.#others = this.#recount(undefined, (scope) => !options.known.has(scope));
  }

  /** The next slice, in order of start. */
  take(slice: RecountedSlice): void {
    // Only who counts a slice may be told of its time: the others may not have been known then.
    for (const recount of this.#recounts(slice.session)) recount.take(slice);
  }

  /** After the last slice. */
  finish(through: number): void {
    this.#others.finish(through);
    for (const recount of this.#imported.values()) recount.finish(through);
  }

  #recounts(session: ScopeKey): readonly Recount[] {
    const known = this.#bySession.get(session);
    if (known !== undefined) return known;
    const recounts = [...new Set(this.#options.scopesOf(session).map(({ key }) => this.#of(key)))];
    this.#bySession.set(session, recounts);
    return recounts;
  }

  #of(key: ScopeKey): Recount {
    const known = this.#options.known.get(key);
    if (known === undefined) return this.#others;
    const recount = this.#imported.get(key) ?? this.#recount(known, (scope) => scope === key);
    this.#imported.set(key, recount);
    return recount;
  }

  #recount(known: readonly Span[] | undefined, counts: (scope: ScopeKey) => boolean): Recount {
    const { scopesOf } = this.#options;
    const own = (session: ScopeKey) => scopesOf(session).filter(({ key }) => counts(key));
    return new Recount({ ...this.#options, known, scopesOf: own });
  }
}
