import type {
  DueFilter,
  MessageCounts,
  MessageFilter,
  MessageRow,
  WaitingEndpoint,
} from '../../rows/webhooks.ts';

/** The outbox: what endpoints are to be told, and what came of it. Endpoints themselves are known to live (`live.endpoints`). */
export interface HistoryWebhooks {
  /** Every endpoint for which something waits, in order of `nextAt`. */
  waitingEndpoints(): Promise<WaitingEndpoint[]>;
  /** What is due at an endpoint, in order of sequence number. */
  dueMessages(filter: DueFilter): Promise<MessageRow[]>;
  /** The latest first. */
  messages(filter: MessageFilter): Promise<MessageRow[]>;
  /** Null where there is none any more. */
  message(name: { readonly endpoint: string; readonly id: string }): Promise<MessageRow | null>;
  /** Of each of the endpoints, in any order. */
  messageCounts(endpoints: readonly string[]): Promise<MessageCounts[]>;
}
