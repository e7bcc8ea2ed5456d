import type { AttemptFilter, StoredAttempt, WebhookAttempt } from '../../rows/webhook-attempts.ts';

/** What this node has sent to endpoints of late. Other nodes have their own. */
export interface HistoryWebhookAttempts {
  /** Of an endpoint the latest 100 are kept, of all the latest 20,000, none for longer than 7 days. */
  keepAttempts(attempts: readonly WebhookAttempt[]): Promise<void>;
  /** The latest first. */
  attempts(filter: AttemptFilter): Promise<StoredAttempt[]>;
}
