import type { Keep } from '../keeping.ts';
import type { Actor } from './actor.ts';

export interface EngageChange {
  readonly kind: 'engage';
  readonly actor: Actor;
  readonly session: string;
  readonly id: string;
  readonly action: string;
  /** Checked by the action's schema. */
  readonly data: unknown;
}

/** Something to keep: live only says where it belongs, and the recorder decides, which knows all history. */
export interface KeepChange {
  readonly kind: 'keep';
  readonly actor: Actor;
  readonly keep: Keep;
}

export type PeopleChange = EngageChange | KeepChange;
