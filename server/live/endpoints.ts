import type { AnnouncementType } from './announcements.ts';
import type { ScopeKey } from './catalogue.ts';

/** A secret that was replaced, and signs beside the present one until then (log time, ms). */
export interface PreviousSecret {
  readonly secret: string;
  readonly until: number;
}

/** How what is told is written: our own form (Standard Webhooks), or that of a Sequel subscription. */
export type EndpointFlavour =
  | { readonly kind: 'standard' }
  | {
      readonly kind: 'sequel';
      /** Their own word, e.g. `virtual-stage-event-ended`; `types` says what it means here. */
      readonly eventType: string;
      /** Participants a request; null: all in one. */
      readonly batchSize: number | null;
    };

/** `gone`: it answered 410; `failing`: nothing has come through for days. */
export type DisabledReason = 'gone' | 'failing';

/** What whoever made an endpoint may change. */
export interface EndpointDetails {
  readonly url: string;
  readonly description: string;
  /** Null: all types that are not of one flavour alone (see `announcements.ts`). */
  readonly types: readonly AnnouncementType[] | null;
  /** Put true again, it begins anew: what was not told meanwhile stays untold. */
  readonly active: boolean;
  /** Log time, ms; null: never. Nothing that happens from then on is told. */
  readonly expiresAt: number | null;
  readonly flavour: EndpointFlavour;
}

/** Where an organization wants to be told of what happens in it and those below. */
export interface WebhookEndpoint {
  /** Twelve hexadecimal digits, unique on the server. */
  readonly id: string;
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  /** Only of this event of it; null: of all. It goes with the event. */
  readonly event: ScopeKey | null;
  /** Counts up with every change; the ETag. */
  readonly version: number;
  readonly details: EndpointDetails;
  /** Why it is not active although nobody put it so. */
  readonly disabled: DisabledReason | null;
  /** `whsec_` and base64, for its own signatures alone: in no log line, listing or audit. */
  readonly secret: string;
  readonly previous: PreviousSecret | null;
  /** Log time, ms. */
  readonly createdAt: number;
  /** Attendee id of the token, or `key:<id>`. */
  readonly createdBy: string;
}

/** Of an organization itself, expired and disabled ones among them. */
export const MAX_ENDPOINTS = 50;
