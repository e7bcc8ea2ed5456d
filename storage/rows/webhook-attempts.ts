import type { ScopeKey } from '../../server/live/catalogue.ts';

/** One request of this node to an endpoint, and the answer. */
export interface WebhookAttempt {
  /** Id of the endpoint. */
  readonly endpoint: string;
  /** Id of the message: `msg_…`. */
  readonly message: string;
  readonly sequence: number;
  /** From 1; more than one for what comes in several requests. */
  readonly page: number;
  /** Of the endpoint. */
  readonly tenant: ScopeKey;
  readonly organization: ScopeKey;
  /** Key of the one person whom the body names; null: of nobody, or of many. */
  readonly attendee: number | null;
  /** The body names people. */
  readonly hasPeople: boolean;
  /** Log time up to which the file was known when the body was made of it, ms. */
  readonly readAt: number;
  /** Wall clock, ms. */
  readonly at: number;
  readonly tookMs: number;
  /** Without its query, which may be secret. */
  readonly url: string;
  /** Without secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** The first 4 KB; empty once somebody was erased whom it may name. */
  readonly body: string;
  /** Null: no answer came. */
  readonly status: number | null;
  /** Why none came. */
  readonly failure: string | null;
  /** The first 4 KB of the answer; emptied with the body. */
  readonly answer: string;
}

export interface StoredAttempt extends WebhookAttempt {
  readonly key: number;
}

export interface AttemptFilter {
  readonly endpoint: string;
  readonly message?: string | undefined;
  /** Only those before this key; absent: from the latest. */
  readonly before?: number | undefined;
  readonly limit: number;
}
