import type { AnnouncementSubject } from '../announcements.ts';
import type { DisabledReason, EndpointDetails } from '../endpoints.ts';
import type { ExpectedVersion } from '../expected-version.ts';
import type { Actor } from './actor.ts';

/** An endpoint is made or changed. `ifMatch` `none`: made only. */
export interface PutWebhookChange {
  readonly kind: 'putWebhook';
  readonly actor: Actor;
  readonly id: string;
  /** Random; taken by a new one only (see `rotateWebhook`). */
  readonly secret: string;
  /** The actor's own organization when absent. Never changes. */
  readonly organization?: string | undefined;
  /** The event of the actor's token when absent. Never changes. */
  readonly event?: string | undefined;
  readonly details: EndpointDetails;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** It goes with all that was to be told to it. */
export interface DeleteWebhookChange {
  readonly kind: 'deleteWebhook';
  readonly actor: Actor;
  readonly id: string;
  readonly ifMatch?: ExpectedVersion | undefined;
}

/** A new secret. */
export interface RotateWebhookChange {
  readonly kind: 'rotateWebhook';
  readonly actor: Actor;
  readonly id: string;
  readonly secret: string;
  /** How long the old one signs, too, ms; 0: no longer. */
  readonly keepMs: number;
  /** Another end, as in `EndpointDetails`; as it was when absent. */
  readonly expiresAt?: number | null | undefined;
}

/** What the sender found: no more is to be sent there until somebody puts it active again. What waited is dropped. */
export interface DisableWebhookChange {
  readonly kind: 'disableWebhook';
  readonly id: string;
  readonly reason: DisabledReason;
}

/**
 * Something that no entry of the log says by itself: a report is there, an alert, a test. Any node may say it, also twice:
 * what has the same `id` is told once.
 */
export interface AnnounceChange {
  readonly kind: 'announce';
  /** Must reach the scope. */
  readonly actor: Actor;
  /** Unique within the tenant, 1 to 128 characters, e.g. `report-ready-<id of the report>`. */
  readonly id: string;
  readonly type: 'report.ready' | 'event.report' | 'threshold.crossed' | 'webhook.test';
  /** The one event or session it is about; the actor's organization where there is neither. */
  readonly event?: string | undefined;
  readonly session?: string | undefined;
  readonly subject: AnnouncementSubject | null;
  readonly value: number | null;
  /** Of `webhook.test`: the one endpoint to be told. */
  readonly endpoint?: string | undefined;
}

export interface DeliveryOutcome {
  readonly endpoint: string;
  readonly sequence: number;
  /** Which attempt it was: 1 is the first. */
  readonly attempt: number;
  /** `failed`: the next is due at `nextAt` (log time, ms). `exhausted`: there will be none. */
  readonly result: 'delivered' | 'failed' | 'exhausted';
  readonly nextAt: number | null;
}

/** What came of attempts. One that is told twice, or of what waits no more, changes nothing. */
export interface DeliveriesChange {
  readonly kind: 'deliveries';
  /** At most 1000. */
  readonly outcomes: readonly DeliveryOutcome[];
}

/** A message is to be sent again, with its id and sequence number, as if never tried. */
export interface RedeliverChange {
  readonly kind: 'redeliver';
  readonly actor: Actor;
  readonly id: string;
  readonly sequence: number;
}

export type WebhookChange =
  | PutWebhookChange
  | DeleteWebhookChange
  | RotateWebhookChange
  | DisableWebhookChange
  | AnnounceChange
  | DeliveriesChange
  | RedeliverChange;
