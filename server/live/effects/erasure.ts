import type { Retention, ScopeKey } from '../catalogue.ts';

/** What was stored of an attendee is a pseudonym's from here on, without anything personal; what comes later is a new person's. */
export interface Erased {
  readonly kind: 'erased';
  readonly tenant: ScopeKey;
  /** Null: nothing is stored of them. */
  readonly attendee: string | null;
  readonly pseudonym: string;
  /** The tombstone. */
  readonly hash: string;
  readonly at: number;
}

/** A part of a purge: what an organization's own events and sessions have from before a horizon. */
export interface Purged {
  readonly kind: 'purged';
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  /** Keys of the organizations above it. */
  readonly parents: readonly ScopeKey[];
  readonly before: number;
  readonly scope: Retention['scope'];
  readonly keepAggregates: boolean;
  readonly salt: string;
  readonly at: number;
}

export type ErasureEffect = Erased | Purged;
