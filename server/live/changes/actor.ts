import type { Role } from '../../protocol/client-messages.ts';

/** Who does something: the claims of the token, as far as they decide what it may reach. */
export interface Actor {
  readonly org: string;
  readonly attendee: string;
  readonly role: Role;
  /** The token is limited to this event. */
  readonly event?: string | undefined;
  /** When the token was issued, ms; absent where it does not say, and for who has none. */
  readonly issuedAt?: number | undefined;
}
