import type { Scope } from '../../protocol/client-messages.ts';
import type { AlertMessage, Counters, EngagementMessage } from '../../protocol/server-messages.ts';

/** How the page stands to the server's socket. */
export type LinkState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Lost, or not reached at the first try; the SDK keeps trying. */
  | { readonly kind: 'away' }
  /** The server has said that it stops; the SDK comes back when it was asked to. */
  | { readonly kind: 'restarting' }
  /** Closed for good: the token is bad or has expired, or the server does not want this client. */
  | { readonly kind: 'refused'; readonly reason: 'token' | 'notAllowed' };

/** Why the server gives no counters of a scope; `code` is one of the protocol's error codes. */
export interface Refusal {
  readonly code: string;
}

export interface ScopeHandlers {
  onCounters(counters: Counters): void;
  onRefused(refusal: Refusal): void;
  /** About the scope or what is in it; for moderators and above. */
  onAlert?(alert: AlertMessage): void;
}

export interface FeedHandlers {
  onEngagement(engagement: EngagementMessage): void;
  /** More has happened in a second than the server sends. */
  onLeftOut(): void;
}

/** Live counters, as the page needs them. */
export interface LivePort {
  /** Gives the counters of a scope, across reconnects, until the function returned is called. */
  watch(scope: Scope, handlers: ScopeHandlers): () => void;
  /** Gives what happens in a session, for moderators and above; what happens during a reconnect is missing. */
  follow(session: string, handlers: FeedHandlers): () => void;
  /** Resolves when it is stored; rejects with an error that has the protocol's `code`. */
  engage(session: string, action: string, data: object): Promise<unknown>;
  /** Calls at once with the present state, then at each change. */
  onState(listener: (state: LinkState) => void): void;
  close(): void;
}
