import type { Announcement } from '../announcements.ts';
import type { ScopeKey } from '../catalogue.ts';
import type { DeliveryOutcome } from '../changes.ts';
import type { WebhookEndpoint } from '../endpoints.ts';
import type { ToldOnce } from '../told.ts';

/** Something happened of which these endpoints (ids) want to be told. */
export interface Announced {
  readonly kind: 'announced';
  readonly tenant: ScopeKey;
  readonly endpoints: readonly string[];
  readonly announcement: Announcement;
  /** Whom it is about; null: nobody. */
  readonly attendee: string | null;
  /** By which it is told once; null: it happens in this place of the log only. */
  readonly once: string | null;
}

export type WebhookEffect =
  | Announced
  | { readonly kind: 'webhook'; readonly endpoint: WebhookEndpoint; readonly at: number }
  | { readonly kind: 'webhookGone'; readonly endpoint: string }
  | { readonly kind: 'delivered'; readonly outcomes: readonly DeliveryOutcome[]; readonly at: number }
  | {
      readonly kind: 'redeliver';
      readonly endpoint: string;
      readonly sequence: number;
      readonly at: number;
    }
  /** What came to wait before then is not kept any more. */
  | { readonly kind: 'messagesOver'; readonly endpoint: string; readonly before: number }
  | ({ readonly kind: 'told'; readonly isTold: boolean } & ToldOnce);
