import type { AuthMessage, ClientMessage } from '../protocol/client-messages.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorMessage } from '../protocol/server-messages.ts';
import type { Claims } from './claims.ts';
import type { Answers, Connection } from './connection.ts';
import { engage } from './engagement-messages.ts';
import { identify } from './identity.ts';
import { heartbeat, join, leave } from './presence-messages.ts';
import { errorMessage, type HandlerParts, refuse, withId } from './requests.ts';
import { subscribe, unsubscribe } from './subscription-messages.ts';

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
    const request = { connection, claims, to };
    switch (message.type) {
      case 'heartbeat':
        heartbeat(this.#parts, connection, message);
        break;
      case 'join':
        join(this.#parts, request, message);
        break;
      case 'leave':
        leave(this.#parts, request, message);
        break;
      case 'engage':
        engage(this.#parts, request, message);
        break;
      case 'subscribe':
        subscribe(this.#parts, request, message);
        break;
      case 'unsubscribe':
        unsubscribe(this.#parts, request, message);
        break;
      default:
        message satisfies never;
    }
  }

  /** Lets a connection in whose token was verified. Gives whether it may stay. */
  admit(
    connection: Connection,
    verified: Claims,
    { client, id }: Pick<AuthMessage, 'client' | 'id'>,
  ): boolean {
    const { config, connections, live, pipeline } = this.#parts;
    // An API key is nobody who could be present.
    if (verified.apiKey !== undefined) {
      connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      return false;
    }
    const claims = identify(live, verified);
    if (live.isErased(claims)) {
      connections.close(connection, CloseCode.notAllowed, 'erased');
      return false;
    }
    if (!connections.admit(connection, claims, live.registry.tenantId(claims.org), client)) return false;
    const { heartbeatMs, timeoutMs } = connection.pace ?? config;
    connection.answer({
      type: 'welcome',
      connectionId: connections.idOf(connection),
      attendeeId: claims.attendee,
      heartbeatSeconds: heartbeatMs / 1000,
      timeoutSeconds: timeoutMs / 1000,
      resumeSeconds: config.resumeMs / 1000,
      serverTime: new Date(pipeline.now()).toISOString(),
      ...withId(id),
    });
    return true;
  }

  refuse(to: Answers, error: ErrorMessage): void {
    refuse(this.#parts, to, error);
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
}
