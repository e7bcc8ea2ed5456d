import type { ScopeKind } from '../../protocol/client-messages.ts';
import type { Event, Organization, ScopeKey, Session } from '../catalogue.ts';

/**
 * A scope exists no more, and with it goes all that is kept of it alone. `parents`: the scopes in which it counted and which
 * stay; what it added there stays, too, but cannot be counted again.
 */
export interface Deleted {
  readonly kind: 'deleted';
  readonly scopeKind: ScopeKind;
  readonly scope: ScopeKey;
  readonly tenant: ScopeKey;
  readonly id: string;
  readonly parents: readonly ScopeKey[];
  readonly at: number;
}

export type CatalogueEffect =
  | { readonly kind: 'organization'; readonly organization: Organization }
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'session'; readonly session: Session }
  | Deleted;
