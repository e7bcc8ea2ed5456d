import type { HttpRequest, HttpResponse, TemplatedApp, us_socket_context_t, WebSocket } from 'uWebSockets.js';
import type { Unavailable } from '../api/unavailable.ts';
import { HARD_MAX_MESSAGE_BYTES } from '../config/environment.ts';
import type { Config } from '../config.ts';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import type { AcceptLimit } from './accept-limit.ts';
import { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { countryHint } from './country-hint.ts';
import { bump } from './gateway-stats.ts';
import type { Inbound } from './inbound.ts';
import { isOriginAllowed } from './origins.ts';
import { paceAt } from './pace/pace.ts';
import { closeSlowReader } from './slow-reader.ts';

/** Slow readers are closed at this backlog, never silently robbed (reliability: uWS drops what does not fit). */
export const MAX_BACKLOG_BYTES = 64 * 1024;

const HEARTBEAT_BYTE = 'h'.charCodeAt(0);
/** uWS' own limits for `idleTimeout`, seconds. */
const MAX_IDLE_SECONDS = 960;

/** A byte order mark is not taken away: it is no JSON. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** uWS copies these onto the socket object, so the connection itself must be one of them, not the whole. */
interface SocketData {
  readonly connection: PlainConnection;
}

class PlainConnection extends Connection {
  socket: WebSocket<SocketData> | null = null;
  readonly #countryHint: string | undefined;

  constructor(countryHint: string | undefined) {
    super();
    this.#countryHint = countryHint;
  }

  override get countryHint(): string | undefined {
    return this.#countryHint;
  }

  answer(message: ServerMessage): void {
    if (this.isOpen) this.socket?.send(JSON.stringify(message));
  }

  end(code: CloseCode, reason: ErrorCode, retryAfterSeconds?: number): void {
    if (retryAfterSeconds !== undefined) this.answer({ type: 'closing', code, reason, retryAfterSeconds });
    // Sending may have closed it: a reader that is too slow.
    if (this.isOpen) this.socket?.end(code, reason);
  }

  follow(topic: string): void {
    if (this.isOpen) this.socket?.subscribe(topic);
  }

  unfollow(topic: string): void {
    if (this.isOpen) this.socket?.unsubscribe(topic);
  }
}

export interface PlainSocketParts {
  readonly config: Config;
  readonly connections: Connections;
  readonly accepts: AcceptLimit;
  readonly inbound: Inbound;
  readonly onError: (error: unknown) => void;
  /** No socket is opened while there is a code. */
  readonly unavailable?: Unavailable | undefined;
}

/** RFC 6455; there is no other. */
const WEBSOCKET_VERSION = '13';

/** No subprotocol and no extension is offered. */
const NONE = '';

/** The path of the plain WebSocket. */
const WEBSOCKET_PATH = '/v1/ws';

interface Upgrade {
  readonly res: HttpResponse;
  readonly req: HttpRequest;
  readonly context: us_socket_context_t;
}

function upgrade(
  { config, connections, accepts, unavailable }: PlainSocketParts,
  { res, req, context }: Upgrade,
): void {
  const code = unavailable?.() ?? null;
  if (code !== null) {
    bump(connections.stats.errors, code);
    res.writeStatus('503 Service Unavailable').writeHeader('content-type', 'application/problem+json');
    res.end(JSON.stringify({ type: 'about:blank', title: 'Service Unavailable', status: 503, code }));
    return;
  }
  const retrySeconds = accepts.take();
  if (retrySeconds !== null) {
    bump(connections.stats.errors, 'too_many_at_once');
    res.writeStatus('503 Service Unavailable').writeHeader('content-type', 'application/problem+json');
    res.writeHeader('retry-after', String(retrySeconds));
    res.end('{"type":"about:blank","title":"Service Unavailable","status":503,"code":"too_many_at_once"}');
    return;
  }
  const origin = req.getHeader('origin');
  // Each header that is read costs a crossing into uWS.
  if (origin !== '' && !isOriginAllowed(origin, req.getHeader('host'), config.allowedOrigins)) {
    bump(connections.stats.errors, 'origin_not_allowed');
    res.writeStatus('403 Forbidden').writeHeader('content-type', 'application/problem+json');
    res.end('{"type":"about:blank","title":"Forbidden","status":403,"code":"origin_not_allowed"}');
    return;
  }
  // uWS looks at the key only.
  const isUpgrade = req.getHeader('upgrade').toLowerCase() === 'websocket';
  if (!isUpgrade || req.getHeader('sec-websocket-version') !== WEBSOCKET_VERSION) {
    res.writeStatus('426 Upgrade Required').writeHeader('upgrade', 'websocket');
    res.writeHeader('sec-websocket-version', WEBSOCKET_VERSION).end();
    return;
  }
  const key = req.getHeader('sec-websocket-key');
  const hint = config.trustProxy ? countryHint((name) => req.getHeader(name)) : undefined;
  res.upgrade({ connection: new PlainConnection(hint) }, key, NONE, NONE, context);
}

/** Longer than any timeout of ours: it only finds half-open sockets that are in no session. */
function idleSeconds(config: Config): number {
  const { timeoutMs } = paceAt(config, config.heartbeatMaxMs);
  return Math.min(MAX_IDLE_SECONDS, Math.max(120, Math.ceil((2 * timeoutMs) / 1000)));
}

/** A handler of uWS must never throw: with it the whole process would go. */
export function servePlainSockets(app: TemplatedApp, parts: PlainSocketParts): void {
  const { config, connections, inbound, onError } = parts;
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };
  const onText = (connection: PlainConnection, message: ArrayBuffer): void => {
    inbound.text(connection, utf8.decode(message), message.byteLength);
  };
  app.ws<SocketData>(WEBSOCKET_PATH, {
    maxPayloadLength: HARD_MAX_MESSAGE_BYTES,
    maxBackpressure: MAX_BACKLOG_BYTES,
    closeOnBackpressureLimit: true,
    idleTimeout: idleSeconds(config),
    sendPingsAutomatically: true,
    upgrade: (res, req, context) => guarded(() => upgrade(parts, { res, req, context })),
    open: (ws) =>
      guarded(() => {
        const { connection } = ws.getUserData();
        connection.socket = ws;
        connections.add(connection);
      }),
    message: (ws, message, isBinary) => {
      const { connection } = ws.getUserData();
      if (message.byteLength === 1 && !isBinary && new Uint8Array(message)[0] === HEARTBEAT_BYTE) {
        inbound.heartbeat(connection);
      } else if (isBinary) {
        guarded(() => inbound.malformed(connection));
      } else {
        guarded(() => onText(connection, message));
      }
    },
    dropped: (ws) => closeSlowReader(connections.stats, ws),
    close: (ws, code) => guarded(() => connections.remove(ws.getUserData().connection, code)),
  });
}
