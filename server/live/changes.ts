import type { AccessChange } from './changes/access.ts';
import type { AlertChange } from './changes/alerts.ts';
import type { CatalogueChange } from './changes/catalogue.ts';
import type { ErasureChange } from './changes/erasure.ts';
import type { ImportChange } from './changes/imports.ts';
import type { IncarnationChange } from './changes/incarnation.ts';
import type { PeopleChange } from './changes/people.ts';
import type { PresenceChange } from './changes/presence.ts';
import type { ReportChange } from './changes/reports.ts';
import type { WebhookChange } from './changes/webhooks.ts';

export type * from './changes/access.ts';
export type * from './changes/actor.ts';
export type * from './changes/alerts.ts';
export type * from './changes/catalogue.ts';
export type * from './changes/erasure.ts';
export type * from './changes/imports.ts';
export type * from './changes/incarnation.ts';
export type * from './changes/people.ts';
export type * from './changes/presence.ts';
export type * from './changes/reports.ts';
export type * from './changes/webhooks.ts';

/** Everything that changes state. An entry of the log carries any number of them; none is a sign of life. */
export type Change =
  | IncarnationChange
  | PresenceChange
  | PeopleChange
  | CatalogueChange
  | AccessChange
  | ImportChange
  | ErasureChange
  | WebhookChange
  | AlertChange
  | ReportChange;

/** One entry of the log: all its changes happen at one instant. */
export interface Entry {
  /** Place in the log; opaque outside the log's implementation. */
  readonly position: string;
  /** ms since the epoch, a whole number, strictly greater than that of the entry before: an entry is an instant. */
  readonly time: number;
  /** The writer: a node's process from its start to its end. */
  readonly incarnation: string;
  /** Counts the incarnation's entries from 1. Only the one after the last counts: others came twice, or late. */
  readonly number: number;
  readonly changes: readonly Change[];
}
