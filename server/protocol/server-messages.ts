import type { Mode, Scope, VisibilityState } from './client-messages.ts';
import type { CloseCode } from './close-codes.ts';
import type { ErrorCode } from './error-codes.ts';

export interface WelcomeMessage {
  type: 'welcome';
  connectionId: string;
  attendeeId: string;
  heartbeatSeconds: number;
  timeoutSeconds: number;
  resumeSeconds: number;
  /** ISO 8601 UTC with milliseconds. */
  serverTime: string;
  id?: string;
}

export interface JoinedMessage {
  type: 'joined';
  session: string;
  /** Distinct attendees in the session with this one; null while the server is cut off from its log. */
  concurrent: number | null;
  degraded?: true;
  id?: string;
}

export interface LeftMessage {
  type: 'left';
  session: string;
  id?: string;
}

export interface AckMessage {
  type: 'ack';
  id: string;
}

export interface UnsubscribedMessage {
  type: 'unsubscribed';
  scope: Scope;
  id?: string;
}

export interface ErrorMessage {
  type: 'error';
  code: ErrorCode;
  message: string;
  /** Unasked, with `kicked`: this connection is out of that session, and goes on with the others. */
  session?: string;
  id?: string;
}

export interface PaceMessage {
  type: 'pace';
  heartbeatSeconds: number;
  timeoutSeconds: number;
}

/** The open minute of a scope. `start` is ISO 8601 UTC; `average` is time-weighted over the time covered. */
export interface CounterMinute {
  start: string;
  peak: number;
  minimum: number;
  average: number;
  joins: number;
  leaves: number;
  uniques: number;
}

/** The figures of one scope; the same object as `GET /v1/counters/{scope}` answers. */
export interface Counters {
  scope: Scope;
  /** Changes with the node or when its state was lost. */
  epoch: string;
  /** Counts up by one per scope and node; anything but last + 1 is a gap. */
  seq: number;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
  /** Distinct attendees present. */
  concurrent: number;
  /** Connections joined to a session in the scope. */
  connections: number;
  /** Since the scope exists; of an organization since the start of the UTC day. `at` is null before the first. */
  peak: { value: number; at: string | null };
  minute: CounterMinute;
  uniques: number;
  /** Seconds over all attendees and modes, to now. */
  watchSeconds: number;
  byMode: Record<Mode, number>;
  /** The ten largest by ISO 3166-1 alpha-2 code or `unknown`, and `other` for the rest. */
  byCountry: Record<string, number>;
  visibility: Record<VisibilityState, number>;
  engagement: Record<string, number>;
  capacity?: number;
  degraded?: true;
}

export interface CountersMessage extends Counters {
  type: 'counters';
  id?: string;
}

/** One engagement of a session, to subscribers with `feed`. `attendee` is null where the poll is anonymous. */
export interface EngagementMessage {
  type: 'engagement';
  id: string;
  session: string;
  attendee: string | null;
  action: string;
  data: unknown;
  /** ISO 8601 UTC with milliseconds. */
  at: string;
}

/** How many engagements of the last second the feed left out. */
export interface FeedGapMessage {
  type: 'feed';
  scope: Scope;
  leftOut: number;
}

/** An alert was raised, has ended or was acknowledged: to moderators and above who subscribe to a scope that it concerns. */
export interface AlertMessage {
  type: 'alert';
  /** Of the subscription. */
  scope: Scope;
  /** Id of the alert, as in REST. */
  alert: string;
  rule: string;
  name: string;
  kind: 'above' | 'below' | 'capacity' | 'drop' | 'silence' | 'peak';
  /** The scope that it is about: that of the subscription, or one in it. */
  about: Scope;
  state: 'raised' | 'cleared';
  threshold: number;
  value: number;
  worst: number;
  clearedValue: number | null;
  /** ISO 8601 UTC with milliseconds. */
  raisedAt: string;
  clearedAt: string | null;
  acknowledgedAt: string | null;
}

/** The close that follows: over Socket.IO before each, over a plain WebSocket where there is more to say than the code. */
export interface ClosingMessage {
  type: 'closing';
  code: CloseCode;
  reason: ErrorCode;
  /** When this client is asked to come back; everybody is given another moment, at most 10 s away. */
  retryAfterSeconds?: number;
}

export type ServerMessage =
  | WelcomeMessage
  | JoinedMessage
  | LeftMessage
  | AckMessage
  | CountersMessage
  | UnsubscribedMessage
  | ErrorMessage
  | PaceMessage
  | EngagementMessage
  | FeedGapMessage
  | AlertMessage
  | ClosingMessage;
