import type { Mode, VisibilityState } from '../protocol/client-messages.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import type { Claims } from './claims.ts';
import type { Pace } from './pace/pace.ts';
import type { Playback } from './playback.ts';
import type { Timed } from './wheel.ts';

/** Where the answer to one request goes. */
export interface Answers {
  answer(message: ServerMessage): void;
}

/** A session that the connection has joined, or asked to join. */
export interface Membership {
  readonly session: string;
  /** As the client wants it. */
  mode: Mode;
  playback: Playback | null;
  visibility: VisibilityState;
}

export interface Subscription {
  readonly scope: ParsedScope;
  readonly topic: string;
  feedTopic: string | null;
  /** Null below moderators. */
  readonly alertTopic: string | null;
}

const NO_SESSIONS: Membership[] = [];

/** One socket of either transport. Kept small: there are a hundred thousand of them. */
export abstract class Connection implements Timed, Answers {
  wheelNext: Timed | null = null;
  wheelPrevious: Timed | null = null;
  wheelSlot = -1;
  /** Unique within the incarnation. */
  number = 0;
  /** Null until it has authenticated. */
  claims: Claims | null = null;
  /** Id of the root organization. */
  tenant: string | null = null;
  /** Key among the connections that a newer one of the same client replaces. */
  clientKey: string | null = null;
  /** The wheel's time of the last text message, or of the opening. */
  seen = 0;
  /** The wheel's time from which `messages` counts. */
  secondFrom = 0;
  messages = 0;
  isOpen = true;
  /** What came while its token was being verified, to be handled once that is done; null at all other times. */
  held: (() => void)[] | null = null;
  /** What it was told last; null until it has authenticated. */
  pace: Pace | null = null;
  sessions: readonly Membership[] = NO_SESSIONS;
  subscriptions: Map<string, Subscription> | null = null;

  /** Country by the proxy's header, where that is trusted. */
  get countryHint(): string | undefined {
    return undefined;
  }

  abstract answer(message: ServerMessage): void;
  /** Tells why and closes; perhaps also when to come back. */
  abstract end(code: CloseCode, reason: ErrorCode, retryAfterSeconds?: number): void;
  abstract follow(topic: string): void;
  abstract unfollow(topic: string): void;

  membership(session: string): Membership | undefined {
    return this.sessions.find((membership) => membership.session === session);
  }

  addMembership(membership: Membership): void {
    // Not by spreading: an array that is filled that way has room for sixteen more.
    this.sessions = this.sessions.concat([membership]);
  }

  removeMembership(membership: Membership): void {
    const rest = this.sessions.filter((other) => other !== membership);
    this.sessions = rest.length === 0 ? NO_SESSIONS : rest;
  }
}
