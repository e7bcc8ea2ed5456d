import { formatRoute, parseRoute, readFragment } from '../router/route.ts';

/** What of the browser's storage the page needs. */
export interface TokenStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = 'headcount.token';

export interface Arrival {
  /** The token that the fragment carried. */
  readonly token: string | null;
  /** The fragment as it is to stand in the address from now on. */
  readonly hash: string;
}

/** Parts the token from the rest of a fragment such as `#token=<JWT>&scope=event:demo`. */
export function readArrival(hash: string): Arrival {
  const token = readFragment(hash).get('token')?.trim();
  return { token: token || null, hash: formatRoute(parseRoute(hash)) };
}

/** The token of this tab: kept in session storage, so that a reload needs no link and closing the tab forgets it. */
export class TokenKeeper {
  readonly #storage: TokenStorage;

  constructor(storage: TokenStorage) {
    this.#storage = storage;
  }

  read(): string | null {
    return this.#storage.getItem(KEY);
  }

  keep(token: string): void {
    this.#storage.setItem(KEY, token);
  }

  forget(): void {
    this.#storage.removeItem(KEY);
  }
}
