import type { Broadcast } from '../broadcast/broadcast.ts';
import type { Config } from '../config.ts';
import type { Live } from '../live/live.ts';
import type { Pipeline } from '../pipeline.ts';
import { checkAction, VisibilityData } from '../protocol/actions.ts';
import type {
  AuthMessage,
  ClientMessage,
  EngageMessage,
  HeartbeatMessage,
  JoinMessage,
  LeaveMessage,
  SubscribeMessage,
  UnsubscribeMessage,
} from '../protocol/client-messages.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import { ERRORS, type ErrorCode } from '../protocol/error-codes.ts';
import { formatScope, parseScope } from '../protocol/ids.ts';
import type { ErrorMessage } from '../protocol/server-messages.ts';
import { refuseScope } from './access.ts';
import { type Claims, UNKNOWN_COUNTRY } from './claims.ts';
import type { Answers, Connection, Membership } from './connection.ts';
import type { Connections } from './connections.ts';
import { bump } from './gateway-stats.ts';
import { Playback } from './playback.ts';
import type { Tokens } from './tokens.ts';

export interface HandlerParts {
  readonly config: Config;
  readonly tokens: Tokens;
  readonly pipeline: Pipeline;
  readonly live: Live;
  readonly broadcast: Broadcast;
  readonly connections: Connections;
  /** The disk is too far behind to take engagements. */
  readonly isOverloaded: () => boolean;
  readonly onError: (error: unknown) => void;
}

export function errorMessage(
  code: ErrorCode,
  id?: string,
  message: string = ERRORS[code].message,
): ErrorMessage {
  return id === undefined ? { type: 'error', code, message } : { type: 'error', code, message, id };
}

const withId = (id: string | undefined) => (id === undefined ? {} : { id });

/** What the messages do, whichever transport brought them. They have passed their schemas. */
export class Handler {
  readonly #parts: HandlerParts;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  handle(connection: Connection, message: ClientMessage, to: Answers): void {
    const { claims } = connection;
    if (message.type === 'auth') {
      this.#auth(connection, message, to);
      return;
    }
    if (claims === null) {
      this.#parts.connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      return;
    }
    switch (message.type) {
      case 'heartbeat':
        this.#heartbeat(connection, message);
        break;
      case 'join':
        this.#join({ connection, claims, to }, message);
        break;
      case 'leave':
        this.#leave({ connection, claims, to }, message);
        break;
      case 'engage':
        this.#engage({ connection, claims, to }, message);
        break;
      case 'subscribe':
        this.#subscribe({ connection, claims, to }, message);
        break;
      case 'unsubscribe':
        this.#unsubscribe({ connection, claims, to }, message);
        break;
      default:
        message satisfies never;
    }
  }

  /** Lets a connection in whose token was verified. Gives whether it may stay. */
  admit(connection: Connection, claims: Claims, { client, id }: Pick<AuthMessage, 'client' | 'id'>): boolean {
    const { config, connections, live, pipeline } = this.#parts;
    if (!connections.admit(connection, claims, live.registry.tenantId(claims.org), client)) return false;
    connection.answer({
      type: 'welcome',
      connectionId: connections.idOf(connection),
      attendeeId: claims.attendee,
      heartbeatSeconds: config.heartbeatMs / 1000,
      timeoutSeconds: config.timeoutMs / 1000,
      resumeSeconds: config.resumeMs / 1000,
      serverTime: new Date(pipeline.now()).toISOString(),
      ...withId(id),
    });
    return true;
  }

  refuse(to: Answers, error: ErrorMessage): void {
    bump(this.#parts.connections.stats.errors, error.code);
    to.answer(error);
  }

  #auth(connection: Connection, message: AuthMessage, to: Answers): void {
    if (connection.claims !== null) {
      this.refuse(to, errorMessage('already_authenticated', message.id));
      return;
    }
    const verified = this.#parts.tokens.verify(message.token);
    const settle = (claims: Claims | undefined): void => {
      const { held } = connection;
      connection.held = null;
      if (!connection.isOpen) return;
      if (claims === undefined)
        this.#parts.connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      else if (this.admit(connection, claims, message)) {
        for (const handle of held ?? []) if (connection.isOpen) handle();
      }
    };
    if (!(verified instanceof Promise)) {
      settle(verified);
      return;
    }
    connection.held = [];
    verified.then(settle, () => settle(undefined)).catch(this.#parts.onError);
  }

  #heartbeat(connection: Connection, { positions }: HeartbeatMessage): void {
    if (positions === undefined) return;
    const now = this.#parts.connections.now();
    for (const [session, position] of Object.entries(positions)) {
      const membership = connection.membership(session);
      if (membership === undefined) continue;
      membership.playback ??= new Playback(position, now);
      membership.playback.report(position, now);
      if (membership.playback.isDue(now)) this.#parts.connections.flushPlayback(connection, membership);
    }
  }

  #join({ connection, claims, to }: Request, { session, mode, position, id }: JoinMessage): void {
    const { config, connections, pipeline, live } = this.#parts;
    const known = connection.membership(session);
    if (known === undefined && connection.sessions.length >= config.maxSessionsPerConnection) {
      this.refuse(to, errorMessage('too_many_sessions', id));
      return;
    }
    const membership = known ?? newMembership(session);
    if (position !== undefined) membership.playback = new Playback(position, connections.now());
    if (known === undefined) connections.enter(connection, membership);
    const { attendee, org, event, role, name, email, country } = claims;
    pipeline.submit(
      {
        kind: 'join',
        connection: connection.number,
        actor: { attendee, org, event, role },
        session,
        mode: mode ?? 'live',
        country: country ?? connection.countryHint ?? UNKNOWN_COUNTRY,
        name,
        email,
        strict: config.strictSessions,
      },
      (refused) => {
        if (refused !== null && known === undefined) connection.removeMembership(membership);
        if (!connection.isOpen) return;
        if (refused !== null) this.refuse(to, errorMessage(refused, id));
        else
          to.answer({ type: 'joined', session, concurrent: live.concurrentIn(org, session), ...withId(id) });
      },
    );
  }

  #leave({ connection, claims, to }: Request, { session, id }: LeaveMessage): void {
    const { connections, pipeline } = this.#parts;
    const membership = connection.membership(session);
    if (membership !== undefined) {
      connections.flushPlayback(connection, membership);
      connection.removeMembership(membership);
    }
    const { attendee, org, event, role } = claims;
    const actor = { attendee, org, event, role };
    pipeline.submit({ kind: 'leave', connection: connection.number, actor, session }, (refused) => {
      if (!connection.isOpen) return;
      if (refused !== null) this.refuse(to, errorMessage(refused, id));
      else to.answer({ type: 'left', session, ...withId(id) });
    });
  }

  #engage(request: Request, message: EngageMessage): void {
    const { connection, claims, to } = request;
    const { id, session, action } = message;
    if (action === 'visibility') {
      this.#visibility(request, message);
      return;
    }
    const checked = checkAction(action, message.data);
    if (!checked.ok) {
      this.refuse(to, errorMessage(checked.code, id, checked.message));
      return;
    }
    if (checked.role === 'moderator' && claims.role === 'attendee') {
      this.refuse(to, errorMessage('not_allowed', id));
      return;
    }
    if (this.#parts.isOverloaded()) {
      this.refuse(to, errorMessage('unavailable', id));
      return;
    }
    const { attendee, org, event, role } = claims;
    const actor = { attendee, org, event, role };
    this.#parts.pipeline.engage(
      { kind: 'engage', actor, session, id, action, data: checked.data },
      (refused) => {
        if (!connection.isOpen) return;
        if (refused !== null) this.refuse(to, errorMessage(refused, id));
        else to.answer({ type: 'ack', id });
      },
    );
  }

  /** Not an engagement: it is acknowledged at once and kept as spans. */
  #visibility({ connection, to }: Request, { id, session, data }: EngageMessage): void {
    const parsed = VisibilityData.safeParse(data);
    const membership = connection.membership(session);
    if (!parsed.success) {
      this.refuse(to, errorMessage('invalid_data', id, 'data.state: must be active, idle or hidden'));
      return;
    }
    if (membership === undefined) {
      this.refuse(to, errorMessage('not_joined', id));
      return;
    }
    const { state } = parsed.data;
    if (membership.visibility !== state) {
      membership.visibility = state;
      this.#parts.pipeline.submit({ kind: 'visibility', connection: connection.number, session, state });
    }
    to.answer({ type: 'ack', id });
  }

  #subscribe({ connection, claims, to }: Request, { scope: text, feed = false, id }: SubscribeMessage): void {
    const { config, broadcast, live } = this.#parts;
    const scope = parseScope(text);
    if (scope === undefined) {
      this.refuse(
        to,
        errorMessage('invalid_message', id, 'scope: must be session:<id>, event:<id> or organization:<id>'),
      );
      return;
    }
    const refusal = refuseScope(live, claims, scope) ?? refuseFeed(claims, scope.kind, feed);
    if (refusal !== null) {
      this.refuse(to, errorMessage(refusal, id));
      return;
    }
    const name = formatScope(scope);
    const known = connection.subscriptions?.get(name);
    if (
      known === undefined &&
      (connection.subscriptions?.size ?? 0) >= config.maxSubscriptionsPerConnection
    ) {
      this.refuse(to, errorMessage('too_many_subscriptions', id));
      return;
    }
    const channel = broadcast.open(claims.org, scope);
    if (known !== undefined) broadcast.close(claims.org, scope);
    const subscription = known ?? { scope, topic: channel.topic, feedTopic: null };
    connection.subscriptions ??= new Map();
    connection.subscriptions.set(name, subscription);
    connection.follow(channel.topic);
    if (feed && subscription.feedTopic === null) {
      subscription.feedTopic = channel.feedTopic;
      connection.follow(channel.feedTopic);
    }
    to.answer({ ...channel.snapshot(), ...withId(id) });
  }

  #unsubscribe({ connection, claims, to }: Request, { scope: text, id }: UnsubscribeMessage): void {
    const scope = parseScope(text);
    if (scope === undefined) {
      this.refuse(
        to,
        errorMessage('invalid_message', id, 'scope: must be session:<id>, event:<id> or organization:<id>'),
      );
      return;
    }
    const name = formatScope(scope);
    const known = connection.subscriptions?.get(name);
    if (known !== undefined) {
      connection.subscriptions?.delete(name);
      connection.unfollow(known.topic);
      if (known.feedTopic !== null) connection.unfollow(known.feedTopic);
      this.#parts.broadcast.close(claims.org, scope);
    }
    to.answer({ type: 'unsubscribed', scope: name, ...withId(id) });
  }
}

interface Request {
  readonly connection: Connection;
  readonly claims: Claims;
  readonly to: Answers;
}

function newMembership(session: string): Membership {
  return { session, playback: null, visibility: 'active' };
}

function refuseFeed(claims: Claims, kind: string, feed: boolean): ErrorCode | null {
  if (!feed) return null;
  if (claims.role === 'attendee') return 'not_allowed';
  return kind === 'session' ? null : 'invalid_message';
}
