import type { Announcement, AnnouncementType } from '../../server/live/announcements.ts';
import type { ScopeKey } from '../../server/live/catalogue.ts';
import type { Deleted, WebhookEffect } from '../../server/live/effects.ts';

/** So many wait at an endpoint at most; of more, the oldest are dropped. */
export const MAX_PENDING = 10_000;
/** So many are kept of an endpoint at most, whatever came of them. */
export const MAX_KEPT = 20_000;

/**
 * `pending`: not delivered yet, to be tried at `nextAt`; `delivered`; `exhausted`: tried for as long as is tried; `dropped`: more
 * waited than may, or its endpoint was disabled. All but `pending` are ends, from which only a redelivery brings it back.
 */
export type MessageStatus = 'pending' | 'delivered' | 'exhausted' | 'dropped';

/** What a batch brings to the outbox: to be queued at each of the endpoints, but where one has a message of this id already. */
export interface NewMessage {
  readonly kind: 'announced';
  readonly id: string;
  readonly tenant: ScopeKey;
  readonly endpoints: readonly string[];
  readonly announcement: Announcement;
  readonly attendee: string | null;
  readonly queuedAt: number;
}

/** What is written of endpoints and their outbox. */
export type WebhookWrite = Exclude<WebhookEffect, { kind: 'announced' }> | NewMessage | Deleted;

/** What one endpoint is to be told, or was: a row of the outbox, the same on every node. */
export interface MessageRow extends Announcement {
  /** Id of the endpoint. */
  readonly endpoint: string;
  /** Counts up by one per endpoint, in log order. */
  readonly sequence: number;
  /** `msg_…`, of what happened: the same at every endpoint, in every attempt and on every node. */
  readonly id: string;
  /** Key of whom it is about; null: of nobody. */
  readonly attendee: number | null;
  /** Log time at which it came to wait, ms. */
  readonly queuedAt: number;
  readonly status: MessageStatus;
  /** Attempts so far, of those since it was last told to begin. */
  readonly attempts: number;
  /** When the next attempt is due, log time, ms; null unless `pending`. */
  readonly nextAt: number | null;
  /** When it came to its end, log time, ms; null while `pending`. */
  readonly finishedAt: number | null;
}

export interface MessageFilter {
  readonly endpoint: string;
  readonly status?: MessageStatus | undefined;
  readonly type?: AnnouncementType | undefined;
  /** Only those before this sequence number; absent: from the latest. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** What waits at an endpoint. */
export interface WaitingEndpoint {
  readonly endpoint: string;
  /** The earliest `nextAt` of what waits, log time, ms. */
  readonly nextAt: number;
  readonly pending: number;
  /** The earliest `queuedAt` of what waits, log time, ms. */
  readonly oldestAt: number;
}

export interface DueFilter {
  readonly endpoint: string;
  /** Those due up to this log time, ms. */
  readonly through: number;
  /** Sequence numbers to leave out: what is on its way already. */
  readonly except: readonly number[];
  readonly limit: number;
}

export interface MessageCounts {
  readonly endpoint: string;
  readonly pending: number;
  readonly delivered: number;
  readonly exhausted: number;
  readonly dropped: number;
}
