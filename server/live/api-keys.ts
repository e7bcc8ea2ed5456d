import type { Role } from '../protocol/client-messages.ts';
import type { ScopeKey } from './catalogue.ts';

/** What a program authenticates with: like a token, but it can be taken back. */
export interface ApiKey {
  /** Twelve hexadecimal digits, unique on the server. */
  readonly id: string;
  readonly tenant: ScopeKey;
  /** Key of the organization that it speaks for. */
  readonly organization: ScopeKey;
  readonly name: string;
  readonly role: Role;
  /** The one event that it is limited to. */
  readonly event: string | null;
  /** SHA-256 of its text, hexadecimal. The text itself is nowhere. */
  readonly hash: string;
  /** Log time, ms. */
  readonly createdAt: number;
  /** Attendee id of the token, or `key:<id>` of the key, that it was made with. */
  readonly createdBy: string;
  /** Wall clock, ms; null: never. */
  readonly expiresAt: number | null;
}

const MAX_KEYS = 1000;

/** The keys of all tenants, by id. */
export class ApiKeys {
  readonly #byId = new Map<string, ApiKey>();
  readonly #counts = new Map<ScopeKey, number>();

  find(id: string): ApiKey | undefined {
    return this.#byId.get(id);
  }

  isFull(tenant: ScopeKey): boolean {
    return (this.#counts.get(tenant) ?? 0) >= MAX_KEYS;
  }

  add(key: ApiKey): void {
    this.#byId.set(key.id, key);
    this.#counts.set(key.tenant, (this.#counts.get(key.tenant) ?? 0) + 1);
  }

  remove({ id, tenant }: ApiKey): void {
    this.#byId.delete(id);
    const count = (this.#counts.get(tenant) ?? 1) - 1;
    if (count === 0) this.#counts.delete(tenant);
    else this.#counts.set(tenant, count);
  }

  /** Somebody who made keys goes by another id from now on. */
  rename(tenant: ScopeKey, createdBy: string, to: string): void {
    for (const key of this.#byId.values()) {
      if (key.tenant === tenant && key.createdBy === createdBy)
        this.#byId.set(key.id, { ...key, createdBy: to });
    }
  }

  /** In the order in which they were made. */
  list(): ApiKey[] {
    return [...this.#byId.values()].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }
}
