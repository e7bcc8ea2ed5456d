/** What a client sends over `GET /v1/ws`, one JSON text frame each. `id` comes back in the answer or the error. */
export type Mode = 'live' | 'onDemand';
export type VisibilityState = 'active' | 'idle' | 'hidden';
export type Role = 'attendee' | 'moderator' | 'operator' | 'admin';
export type ScopeKind = 'session' | 'event' | 'organization';
/** `session:<id>`, `event:<id>` or `organization:<id>`. */
export type Scope = `${ScopeKind}:${string}`;

/** The whole heartbeat that a client needs: one text frame of one character, for all sessions joined. */
export const HEARTBEAT_FRAME = 'h';

export interface AuthMessage {
  type: 'auth';
  token: string;
  /** An id of the device or tab: a newer connection of the same attendee and client replaces the older one. */
  client?: string | undefined;
  id?: string | undefined;
}

export interface JoinMessage {
  type: 'join';
  session: string;
  mode?: Mode | undefined;
  /** Playback position in seconds, for onDemand. */
  position?: number | undefined;
  id?: string | undefined;
}

export interface HeartbeatMessage {
  type: 'heartbeat';
  /** Playback positions in seconds by session. */
  positions?: Record<string, number> | undefined;
}

export interface LeaveMessage {
  type: 'leave';
  session: string;
  id?: string | undefined;
}

export interface EngageMessage {
  type: 'engage';
  /** The client's unique id of this engagement; a repetition is acknowledged again and counted once. */
  id: string;
  session: string;
  action: string;
  data?: unknown;
}

export interface SubscribeMessage {
  type: 'subscribe';
  scope: string;
  /** Moderators and above, sessions only: also each engagement, at most 50 a second. */
  feed?: boolean | undefined;
  id?: string | undefined;
}

export interface UnsubscribeMessage {
  type: 'unsubscribe';
  scope: string;
  id?: string | undefined;
}

export type ClientMessage =
  | AuthMessage
  | JoinMessage
  | HeartbeatMessage
  | LeaveMessage
  | EngageMessage
  | SubscribeMessage
  | UnsubscribeMessage;
