import type { ScopeKey } from '../catalogue.ts';
import type { Actor } from '../changes.ts';
import type { Keep } from '../keeping.ts';
import type { Announced } from './webhooks.ts';

/** An engagement in log order, with what live decides of it; the recorder decides the rest. */
export interface Engaged {
  readonly kind: 'engaged';
  readonly tenant: ScopeKey;
  /** Null when the actor can reach no such session. */
  readonly session: ScopeKey | null;
  /** The session, its event, its organization and that one's parents. */
  readonly scopes: readonly ScopeKey[];
  /** Keys of the actor's own organization and of its parents, the own one first. */
  readonly owners: readonly ScopeKey[];
  readonly actor: Actor;
  readonly id: string;
  readonly action: string;
  readonly data: unknown;
  readonly at: number;
  /** Counted in the session at this instant, over any connection. */
  readonly present: boolean;
}

/** Where a registration belongs: the session or event itself, and its event. */
export interface Place {
  readonly scope: ScopeKey;
  readonly event: ScopeKey;
}

/** Something to keep, in log order; the recorder decides whether. */
export interface Kept {
  readonly kind: 'kept';
  readonly tenant: ScopeKey;
  /** Keys of the actor's own organization and of its parents, the own one first. */
  readonly owners: readonly ScopeKey[];
  /** Of registrations only. */
  readonly place: Place | null;
  readonly actor: Actor;
  readonly keep: Keep;
  /** Of a registration that somebody wants to be told of, should it be a new one; null: nobody does, or it is of the past. */
  readonly announcement: Announced | null;
  readonly at: number;
}

/** What the recorder decides: each is settled when it has. */
export type Undecided = Engaged | Kept;
