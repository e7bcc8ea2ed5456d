import type { Config } from '../config.ts';
import type { ClientMessage } from '../protocol/client-messages.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import { CLIENT_MESSAGES, type ClientMessageType } from '../protocol/schemas.ts';
import type { Answers, Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { bump } from './gateway-stats.ts';
import type { Handler } from './handler.ts';
import type { HeartbeatCost } from './pace/heartbeat-cost.ts';
import { errorMessage } from './requests.ts';

const MAX_ECHOED_ID = 128;
/** A client need not wait for the welcome; more than this it cannot have to say. */
const MAX_HELD = 16;

function echoedId(raw: Record<string, unknown>): string | undefined {
  return typeof raw.id === 'string' && raw.id.length <= MAX_ECHOED_ID ? raw.id : undefined;
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface InboundParts {
  readonly config: Config;
  readonly connections: Connections;
  readonly handler: Handler;
  readonly cost: HeartbeatCost;
}

/** What comes in, from the raw frame to the checked message. */
export class Inbound {
  readonly #config: Config;
  readonly #connections: Connections;
  readonly #handler: Handler;
  readonly #cost: HeartbeatCost;

  constructor({ config, connections, handler, cost }: InboundParts) {
    this.#config = config;
    this.#connections = connections;
    this.#handler = handler;
    this.#cost = cost;
  }

  /** The frame `h`: nothing is parsed, nothing is made. */
  heartbeat(connection: Connection): void {
    if (connection.claims === null) {
      if (connection.held === null)
        this.#connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      return;
    }
    this.#cost.beat(++this.#connections.stats.heartbeats);
    this.#connections.hear(connection);
  }

  /** A text frame of any other kind, with its length in bytes. */
  text(connection: Connection, text: string, bytes: number): void {
    if (!this.#connections.hear(connection)) return;
    if (bytes > this.#config.maxMessageBytes) {
      this.#connections.close(connection, CloseCode.tooLarge, 'too_large');
      return;
    }
    const raw = asObject(parse(text));
    if (raw === undefined) this.malformed(connection);
    else this.#object(connection, raw, connection);
  }

  /** A message that a transport has parsed already, with where its answer goes. */
  message(connection: Connection, raw: Record<string, unknown>, to: Answers): void {
    if (this.#connections.hear(connection)) this.#object(connection, raw, to);
  }

  malformed(connection: Connection): void {
    this.#connections.close(connection, CloseCode.malformed, 'malformed');
  }

  #object(connection: Connection, raw: Record<string, unknown>, to: Answers): void {
    if (connection.held !== null) {
      if (connection.held.length < MAX_HELD) connection.held.push(() => this.#object(connection, raw, to));
      else this.#connections.close(connection, CloseCode.tooMany, 'too_many_messages');
      return;
    }
    const { type } = raw;
    const isKnown = typeof type === 'string' && Object.hasOwn(CLIENT_MESSAGES, type);
    bump(this.#connections.stats.messages, isKnown ? type : 'unknown');
    if (connection.claims === null && type !== 'auth') {
      this.#connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      return;
    }
    if (!isKnown) {
      this.#handler.refuse(to, errorMessage('unknown_type', echoedId(raw)));
      return;
    }
    const parsed = CLIENT_MESSAGES[type as ClientMessageType].safeParse(raw);
    if (parsed.success) {
      this.#handler.handle(connection, parsed.data as ClientMessage, to);
      return;
    }
    const issue = parsed.error.issues[0];
    if (connection.claims === null && issue?.path[0] === 'token') {
      this.#connections.close(connection, CloseCode.unauthorized, 'unauthorized');
      return;
    }
    const message = `${issue?.path.join('.') ?? type}: ${issue?.message ?? 'is wrong'}`;
    this.#handler.refuse(to, errorMessage('invalid_message', echoedId(raw), message));
  }
}
