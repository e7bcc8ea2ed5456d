import type { Mode, VisibilityState } from '../../server/protocol/client-messages.ts';
import type { AlertMessage, Counters, EngagementMessage } from '../../server/protocol/server-messages.ts';
import type { WebSocketClass } from './host.ts';

/** Where the connection is. `closed` is for good: make another one with `connect`. */
export type ConnectionState =
  /** Fetching a token, opening the socket or waiting for `welcome`. */
  | { readonly status: 'connecting' }
  | { readonly status: 'open'; readonly connectionId: string; readonly attendeeId: string }
  /** The socket was lost with `closeCode` (1006: no close code came); the next attempt is `retryInMs` away. */
  | { readonly status: 'waiting'; readonly retryInMs: number; readonly closeCode: number }
  /** The page is in the browser's back/forward cache; the connection comes back with the page. */
  | { readonly status: 'suspended' }
  | { readonly status: 'closed'; readonly closeCode: number; readonly reason: string };

interface CommonOptions {
  /**
   * The server's WebSocket, e.g. `wss://headcount.example/v1/ws`. `https:` and `http:` are taken as `wss:` and
   * `ws:`; without a path it is `/v1/ws`. In a page it may be relative to the page.
   */
  url: string;
  /**
   * An id of the device or tab, 1 to 128 characters. A newer connection of the same attendee and client replaces
   * the older one, which is then closed for good: never give two tabs the same.
   *
   * @default a random id for each connection, so that a reconnect replaces its own old socket and nothing else
   */
  client?: string | undefined;
  /**
   * The WebSocket class. Node before 22 has none of its own: pass that of the package `ws`.
   *
   * @default `globalThis.WebSocket`
   */
  WebSocket?: WebSocketClass | undefined;
  /**
   * Told what no promise tells: errors of the server that answer no request, refused subscriptions, a `getToken`
   * that failed, a session that could not be joined again after a reconnect or that a moderator has put you out of (`kicked`), an exception of your own callback.
   *
   * @default `console.error`
   */
  onError?: ((error: unknown) => void) | undefined;
  /** Told each change of `connection.state`. */
  onStateChange?: ((state: ConnectionState) => void) | undefined;
  /**
   * How many engagements may wait for their acknowledgement; one more is refused with `queue_full`. 0 refuses all.
   *
   * @default 1000, at 16 KB each at most 16 MB
   */
  maxPendingEngagements?: number | undefined;
  /**
   * The most messages sent in any second; what is more waits its turn. Half of it may go at once. The server
   * closes with 4429 above its `MAX_MESSAGES_PER_SECOND`, so keep some way below it. At least 2.
   *
   * @default 40, for the server's 50
   */
  messagesPerSecond?: number | undefined;
  /**
   * The largest engagement in UTF-8 bytes; a larger one is refused with `too_large`, since the server would close
   * the connection for good (4413). Keep it at the server's `MAX_MESSAGE_BYTES`.
   *
   * @default 16384
   */
  maxMessageBytes?: number | undefined;
  /**
   * Seconds for a socket to open and be welcomed before the next attempt. `getToken` is not timed.
   *
   * @default 10, twice what the server waits for the token
   */
  connectTimeoutSeconds?: number | undefined;
  /**
   * In a page: seconds without input (pointer, key, wheel, touch, scroll) after which the attendee is reported as
   * idle. 0: never idle.
   *
   * @default 60
   */
  idleSeconds?: number | undefined;
  /**
   * In a page: report active, idle and hidden to the sessions joined.
   *
   * @default true
   */
  visibility?: boolean | undefined;
}

/**
 * `token` or `getToken`, or both: then `token` is the first one.
 *
 * `getToken` is called when a connection is made and no token is at hand, after the server has refused one (4401),
 * and 30 to 60 seconds before the token's `exp` (at half its life when that is shorter), not on every reconnect.
 * With `token` alone, a refused token closes the connection for good.
 */
export type ConnectOptions = CommonOptions &
  (
    | { token: string; getToken?: (() => string | Promise<string>) | undefined }
    | { token?: string | undefined; getToken: () => string | Promise<string> }
  );

/** A playback position in seconds (0 to 604800), or a function that reads it when it is reported. */
export type Position = number | (() => number);

export interface JoinOptions {
  /** @default live */
  mode?: Mode | undefined;
  /** Reported with the join, with each heartbeat and before the leave. What is no position is left out. */
  position?: Position | undefined;
}

export interface JoinResult {
  /** Attendees in the session with this one; null while the server is cut off from its log. */
  concurrent: number | null;
  degraded?: true;
}

export interface EngageOptions {
  /**
   * The id of this engagement, unique in the tenant. Give your own to repeat an engagement after a restart of the
   * program: it is counted once.
   *
   * @default a new one
   */
  id?: string | undefined;
}

export interface SubscribeOptions {
  /** Moderators and above, sessions only: also each engagement. @default false */
  feed?: boolean | undefined;
  /** Each engagement of the feed, at most 50 a second. What happens during a reconnect is missing. */
  onEngagement?: ((engagement: EngagementMessage) => void) | undefined;
  /**
   * Moderators and above: an alert about the scope, or about what is in it, was raised, has ended or was acknowledged. What
   * happens during a reconnect is missing.
   */
  onAlert?: ((alert: AlertMessage) => void) | undefined;
  /** How many engagements of the last second the feed left out. */
  onLeftOut?: ((count: number) => void) | undefined;
}

export interface Connection {
  readonly state: ConnectionState;
  /**
   * Enters a session and stays in it over reconnects until `leave`. Resolves when the attendee is counted. Joining
   * again with another mode moves over. Rejects with the server's code, e.g. `session_not_found`.
   */
  join(session: string, options?: JoinOptions): Promise<JoinResult>;
  /** Leaves at once, without the resume window. Resolves when the attendee is no longer counted over this. */
  leave(session: string): Promise<void>;
  /**
   * Sends an engagement and resolves with its id when it is stored. Unacknowledged it is kept and sent again with
   * the same id after a reconnect, in the order of the calls. Rejects with the server's code, `queue_full`,
   * `too_large`, or `closed`; after `unavailable` it may be tried again with the same id.
   */
  engage(session: string, action: string, data?: unknown, options?: EngageOptions): Promise<string>;
  /**
   * Live counters of `session:<id>`, `event:<id>` or `organization:<id>`: the whole figures at once, then at each
   * change, at most once a second, never older than what was delivered before. Several subscriptions of one scope
   * share one at the server. A refusal goes to `onError`, and is tried again after a reconnect. Returns how to end it.
   */
  subscribe(scope: string, onCounters: (counters: Counters) => void, options?: SubscribeOptions): () => void;
  /** Sets the playback position of a joined session, in seconds; in place of the join's `position`. */
  setPosition(session: string, seconds: number): void;
  /**
   * Leaves all sessions and closes the socket (1000), for good. Unacknowledged engagements reject with `closed`:
   * await them first. Resolves when the socket is closed.
   */
  close(): Promise<void>;
}

export type { AlertMessage, Counters, EngagementMessage, Mode, VisibilityState };
