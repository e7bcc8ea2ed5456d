import type { Retention } from '../catalogue.ts';
import type { Actor } from './actor.ts';

/** Somebody is erased everywhere; what was counted of them is a pseudonym's from then on. */
export interface EraseChange {
  readonly kind: 'erase';
  readonly actor: Actor;
  /** Null, with `again` only: nothing is stored of them. */
  readonly attendee: string | null;
  /** `erased-` and something random. */
  readonly pseudonym: string;
  /** Taken by the tenant where it has none yet. */
  readonly salt: string;
  /** An erasure of before, which a file that was restored knows nothing of: its tombstone. */
  readonly again?: { readonly hash: string; readonly at: number } | undefined;
}

/** What an organization's retention says is to go: a part of it that takes some milliseconds, to be repeated until it is done. */
export interface PurgeChange {
  readonly kind: 'purge';
  readonly actor: Actor;
  readonly organization: string;
  /** The horizon, ms. */
  readonly before: number;
  readonly scope: Retention['scope'];
  /** Of `everything`: minutes, hours and days stay. */
  readonly keepAggregates: boolean;
  /** The first part. */
  readonly begins: boolean;
  /** Taken by the tenant where it has none yet. */
  readonly salt: string;
}

export type ErasureChange = EraseChange | PurgeChange;
