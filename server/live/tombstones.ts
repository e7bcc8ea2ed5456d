import { createHmac } from 'node:crypto';
import type { ScopeKey } from './catalogue.ts';

/** That somebody was erased, and nothing else: without the tenant's salt it cannot be told who. */
export interface Tombstone {
  readonly tenant: ScopeKey;
  /** See `tombstoneHash`. */
  readonly hash: string;
  /** Log time of the erasure, ms. */
  readonly at: number;
}

/** HMAC-SHA256 over the id of the tenant's root and that of the attendee, base64url. */
export function tombstoneHash(salt: string, tenantId: string, attendee: string): string {
  // Ids hold no space, so that no two pairs read alike.
  return createHmac('sha256', salt).update(`${tenantId} ${attendee}`).digest('base64url');
}

interface OfTenant {
  readonly times: Map<string, number>;
  latest: number;
}

/** Who was erased when. Of somebody who was erased twice the last time counts. */
export class Tombstones {
  readonly #tenants = new Map<ScopeKey, OfTenant>();

  put({ tenant, hash, at }: Tombstone): void {
    const own: OfTenant = this.#tenants.get(tenant) ?? { times: new Map(), latest: at };
    own.times.set(hash, Math.max(at, own.times.get(hash) ?? at));
    own.latest = Math.max(own.latest, at);
    this.#tenants.set(tenant, own);
  }

  /** Log time, ms; undefined: never. */
  erasedAt(tenant: ScopeKey, hash: string): number | undefined {
    return this.#tenants.get(tenant)?.times.get(hash);
  }

  /** Of the tenant's last erasure; undefined before the first. */
  latest(tenant: ScopeKey): number | undefined {
    return this.#tenants.get(tenant)?.latest;
  }

  /** In the order of tenants and hashes, so that every core that knows the same lists the same. */
  list(): Tombstone[] {
    const all = [...this.#tenants].flatMap(([tenant, { times }]) =>
      [...times].map(([hash, at]) => ({ tenant, hash, at })),
    );
    return all.sort((a, b) => a.tenant - b.tenant || (a.hash < b.hash ? -1 : 1));
  }
}
