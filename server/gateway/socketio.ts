import type { TemplatedApp } from 'uWebSockets.js';
import { Server } from 'socket.io';
import { HARD_MAX_MESSAGE_BYTES } from '../config/environment.ts';
import type { Config } from '../config.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import { Id } from '../protocol/ids.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import type { AcceptLimit } from './accept-limit.ts';
import type { Claims } from './claims.ts';
import type { Answers } from './connection.ts';
import type { Connections } from './connections.ts';
import { countryHint } from './country-hint.ts';
import { bump } from './gateway-stats.ts';
import type { Handler } from './handler.ts';
import type { Inbound } from './inbound.ts';
import { headerOf, IoConnection, type IoSocket } from './io-connection.ts';
import { isOriginAllowed } from './origins.ts';
import { MAX_BACKLOG_BYTES } from './plain-socket.ts';
import { closeSlowReader } from './slow-reader.ts';
import { guardApp } from './socketio-guard.ts';
import type { Tokens } from './tokens.ts';

export interface SocketIoParts {
  readonly config: Config;
  readonly tokens: Tokens;
  readonly connections: Connections;
  readonly accepts: AcceptLimit;
  readonly inbound: Inbound;
  readonly handler: Handler;
  readonly onError: (error: unknown) => void;
}

/** Of the message as JSON; what is nested too deeply to be written is too large. */
function bytesOf(data: object): number {
  try {
    return Buffer.byteLength(JSON.stringify(data));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Room for Socket.IO's own framing around a message of the largest size. */
const FRAMING_BYTES = 1024;

/** Socket.IO on the same port, WebSocket transport only, behind the guard; it drives the same handler. */
export class SocketIoGateway {
  readonly #io: Server;
  readonly #parts: SocketIoParts;
  /** Clients that have authenticated. */
  #opened = 0;

  constructor(parts: SocketIoParts) {
    this.#parts = parts;
    this.#io = new Server({
      transports: ['websocket'],
      allowUpgrades: false,
      serveClient: false,
      allowEIO3: false,
      connectTimeout: 5000,
      pingInterval: 25_000,
      pingTimeout: 20_000,
      maxHttpBufferSize: HARD_MAX_MESSAGE_BYTES + FRAMING_BYTES,
    });
    this.#io.use((socket, next) => this.#authenticate(socket as unknown as IoSocket, next));
    this.#io.on('connection', (socket) => this.#open(socket as unknown as IoSocket));
  }

  attach(app: TemplatedApp): void {
    const { config, connections, accepts } = this.#parts;
    const guarded = guardApp(app, {
      maxBackpressure: MAX_BACKLOG_BYTES,
      isAllowed: (origin, host) => {
        const isAllowed = isOriginAllowed(origin, host, config.allowedOrigins);
        if (!isAllowed) bump(connections.stats.errors, 'origin_not_allowed');
        return isAllowed;
      },
      isFull: () => this.clientsCount - this.#opened >= config.maxConnections,
      retrySeconds: () => {
        const seconds = accepts.take();
        if (seconds !== null) bump(connections.stats.errors, 'too_many_at_once');
        return seconds;
      },
      onSlowReader: (socket) => closeSlowReader(connections.stats, socket),
    });
    this.#io.attachApp(guarded);
  }

  /** Engine.IO's clients: as many as there are open sockets, or something leaks. */
  get clientsCount(): number {
    return this.#io.engine.clientsCount;
  }

  publish(topic: string, message: ServerMessage): void {
    if (this.#io.sockets.adapter.rooms.has(topic)) this.#io.to(topic).emit(message.type, message);
  }

  async close(): Promise<void> {
    await this.#io.close();
  }

  #authenticate(socket: IoSocket, next: (error?: Error) => void): void {
    const auth: unknown = socket.handshake.auth;
    const { token, client } =
      typeof auth === 'object' && auth !== null ? (auth as Record<string, unknown>) : {};
    const settle = (claims: Claims | undefined): void => {
      if (claims === undefined) {
        next(
          Object.assign(new Error('unauthorized'), {
            data: { code: 'unauthorized', closeCode: CloseCode.unauthorized },
          }),
        );
        return;
      }
      const parsed = Id.safeParse(client);
      socket.data = { claims, client: parsed.success ? parsed.data : undefined };
      next();
    };
    const verified = typeof token === 'string' ? this.#parts.tokens.verify(token) : undefined;
    if (verified instanceof Promise) verified.then(settle, () => settle(undefined));
    else settle(verified);
  }

  #open(socket: IoSocket): void {
    const { config, connections, handler, inbound, onError } = this.#parts;
    const hint = config.trustProxy ? countryHint((name) => headerOf(socket, name)) : undefined;
    const connection = new IoConnection(socket, hint);
    const { claims, client } = socket.data;
    this.#opened++;
    // What cannot be parsed; a client may also send an event of this name.
    socket.on('error', (error: unknown) => {
      if (error instanceof Error) inbound.malformed(connection);
    });
    socket.on('disconnect', () => {
      this.#opened--;
      connections.remove(connection, connection.closeCode);
      // Whoever only leaves the namespace would stay, uncounted.
      socket.conn.close();
    });
    // Listeners first: a refused connection disconnects at once.
    connections.add(connection);
    if (socket.connected) handler.admit(connection, claims, { client });
    socket.onAny((event: string, ...args: unknown[]) => {
      try {
        this.#receive(connection, event, args);
      } catch (error) {
        onError(error);
      }
    });
  }

  #receive(connection: IoConnection, event: string, args: unknown[]): void {
    const { config, connections, inbound } = this.#parts;
    if (!connection.isOpen) return;
    if (event === 'h' || (event === 'heartbeat' && args.length === 0)) {
      inbound.heartbeat(connection);
      return;
    }
    const [data = {}] = args;
    const acknowledge = args.at(-1);
    if (typeof data !== 'object' || data === null || Array.isArray(data) || Buffer.isBuffer(data)) {
      inbound.malformed(connection);
      return;
    }
    if (bytesOf(data) > config.maxMessageBytes) {
      connections.close(connection, CloseCode.tooLarge, 'too_large');
      return;
    }
    const to: Answers =
      typeof acknowledge === 'function'
        ? { answer: (message) => connection.isOpen && acknowledge(message) }
        : connection;
    inbound.message(connection, { ...data, type: event }, to);
  }
}
