import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Acted } from './acts.ts';
import type { AccessEffect } from './effects/access.ts';
import type { AlertEffect } from './effects/alerts.ts';
import type { CatalogueEffect } from './effects/catalogue.ts';
import type { CountEffect } from './effects/counts.ts';
import type { ErasureEffect } from './effects/erasure.ts';
import type { ImportEffect } from './effects/imports.ts';
import type { Undecided } from './effects/people.ts';
import type { ReportEffect } from './effects/reports.ts';
import type { SliceEffect } from './effects/slices.ts';
import type { WebhookEffect } from './effects/webhooks.ts';

export type * from './effects/access.ts';
export type * from './effects/alerts.ts';
export type * from './effects/catalogue.ts';
export type * from './effects/counts.ts';
export type * from './effects/erasure.ts';
export type * from './effects/imports.ts';
export type * from './effects/people.ts';
export type * from './effects/reports.ts';
export type * from './effects/slices.ts';
export type * from './effects/webhooks.ts';

export type Effect =
  | CatalogueEffect
  | SliceEffect
  | CountEffect
  | ImportEffect
  | ErasureEffect
  | AccessEffect
  | WebhookEffect
  | AlertEffect
  | ReportEffect
  | Acted
  | Undecided;

/** What an entry did. */
export interface Applied {
  /** One for each change of the entry, in order: null when it was accepted, else why not. */
  readonly outcomes: readonly (ErrorCode | null)[];
  readonly effects: readonly Effect[];
  /** The log stood still before this entry: nothing is known of the time between. */
  readonly standstill: boolean;
  /**
   * Null when the entry counts. `repeated`: its number is not the one awaited; `ended`: its incarnation is over, or never
   * began. Then none of its changes was applied (`outcomes` is empty), only its time.
   */
  readonly skipped: 'repeated' | 'ended' | null;
  /** Incarnations that ended with this entry: dead, stopped, or followed by a newer one of their node. */
  readonly ended: readonly string[];
}
