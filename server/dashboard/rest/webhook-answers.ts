import type { AnnouncementType } from '../../live/announcements.ts';

/** Times are ISO 8601 UTC in all of these. */
export interface WebhookAnswer {
  id: string;
  url: string;
  /** Null: it is told of everything. */
  types: AnnouncementType[] | null;
  description: string;
  organization: string;
  event: string | null;
  active: boolean;
  disabled: 'gone' | 'failing' | null;
  expiresAt: string | null;
  flavour: 'standard' | 'sequel';
  /** Until then the secret before signs, too. */
  previousSecretUntil: string | null;
}

export interface NewWebhookAnswer extends WebhookAnswer {
  /** What it signs with, given this once. */
  secret: string;
}

export type DeliveryStatus = 'pending' | 'delivered' | 'exhausted' | 'dropped';

export interface DeliveryAnswer {
  id: string;
  type: string;
  at: string;
  event: string | null;
  session: string | null;
  status: DeliveryStatus;
  attempts: number;
  nextAttemptAt: string | null;
}

/** One attempt to deliver. */
export interface RequestAnswer {
  at: string;
  tookSeconds: number;
  body: string;
  /** Of the answer; null: there was none. */
  status: number | null;
  failure: string | null;
  /** The beginning of what was answered. */
  answer: string;
}

export interface DeliveryWithRequests extends DeliveryAnswer {
  /** The latest first; of the node that was asked alone. */
  requests: RequestAnswer[];
}
