import type { ErrorCode } from '../../protocol/error-codes.ts';
import type { ApiKey } from '../api-keys.ts';
import type { Block } from '../blocks.ts';
import type { ScopeKey } from '../catalogue.ts';

/** Every node closes the sockets that this concerns. */
export interface Expelled {
  readonly kind: 'expelled';
  readonly tenant: ScopeKey;
  readonly attendee: string;
  /** Only of this one; null: of everything in the organization and those below. */
  readonly session: ScopeKey | null;
  readonly organization: ScopeKey;
  /** What they are told. */
  readonly code: ErrorCode;
}

/** Somebody is kept out of a session or organization, for another time than before. */
export interface Blocked extends Block {
  readonly kind: 'blocked';
}

export type AccessEffect =
  | Expelled
  | Blocked
  | { readonly kind: 'keyMade'; readonly key: ApiKey }
  | { readonly kind: 'keyDeleted'; readonly id: string };
