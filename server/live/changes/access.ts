import type { Role } from '../../protocol/client-messages.ts';
import type { Actor } from './actor.ts';

/** An API key is made. Its text, which is random, is known to who made it only. */
export interface PutKeyChange {
  readonly kind: 'putKey';
  readonly actor: Actor;
  readonly id: string;
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly role: Role;
  /** The actor's own organization when absent. */
  readonly organization?: string | undefined;
  /** The event of the actor's token when absent. */
  readonly event?: string | undefined;
  /** Wall clock, ms; null: never. */
  readonly expiresAt: number | null;
}

export interface DeleteKeyChange {
  readonly kind: 'deleteKey';
  readonly actor: Actor;
  readonly id: string;
}

/** Somebody is put out of a session at once, over all connections and nodes. */
export interface KickChange {
  readonly kind: 'kick';
  readonly actor: Actor;
  readonly session: string;
  readonly attendee: string;
  /** How long joins are refused from the entry on, ms of log time; 0: not at all, and no longer. */
  readonly blockMs: number;
}

/** Somebody is put out of everything of the actor's organization and those below. */
export interface DisconnectChange {
  readonly kind: 'disconnect';
  readonly actor: Actor;
  readonly attendee: string;
  readonly blockMs: number;
}

export type AccessChange = PutKeyChange | DeleteKeyChange | KickChange | DisconnectChange;
