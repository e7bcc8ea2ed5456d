import type { ScopeKey } from '../live/catalogue.ts';

interface Keyed {
  readonly row: { readonly key: ScopeKey };
}

/** The first of what is in order of its keys, and the key after which the next page begins; null when there is none. */
export function pageOf<T extends Keyed>(
  rest: Iterable<T>,
  limit: number,
): { items: T[]; next: ScopeKey | null } {
  const items: T[] = [];
  for (const item of rest) {
    if (items.length === limit) return { items, next: items.at(-1)?.row.key ?? null };
    items.push(item);
  }
  return { items, next: null };
}
