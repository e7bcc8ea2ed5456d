import type { HttpRequest, TemplatedApp, WebSocketBehavior } from 'uWebSockets.js';

export interface GuardOptions {
  readonly maxBackpressure: number;
  /** Whether a request of this Origin and Host may open a socket. */
  readonly isAllowed: (origin: string, host: string) => boolean;
  /** Too many sockets are open that have not said who they are. */
  readonly isFull: () => boolean;
  /** Null: one more socket may open. Otherwise the seconds after which who is refused may ask again. */
  readonly retrySeconds: () => number | null;
  /** A message could not be sent to a socket that does not read. */
  readonly onSlowReader: (socket: { close(): void }) => void;
}

interface Refusal {
  readonly status: string;
  readonly body: string;
  readonly retrySeconds?: number;
}

/** In the form of Engine.IO's own refusals. */
const FORBIDDEN = { status: '403 Forbidden', body: '{"code":4,"message":"Forbidden"}' };
const BAD_TRANSPORT = { status: '400 Bad Request', body: '{"code":0,"message":"Transport unknown"}' };
const FULL = { status: '503 Service Unavailable', body: '{"code":3,"message":"Too many connections"}' };

/**
 * The app as Socket.IO gets to see it. Its `attachApp` passes on neither `closeOnBackpressureLimit` (slow readers would
 * silently lose messages) nor a check of the transport on upgrades (a polling request with an Upgrade header ends the
 * process); both are put in here. The queries `sid` and EIO are checked for the same reason: with one transport there is
 * nothing to upgrade.
 */
export function guardApp(
  app: TemplatedApp,
  { maxBackpressure, isAllowed, isFull, retrySeconds, onSlowReader }: GuardOptions,
): TemplatedApp {
  const guarded = Object.create(app) as TemplatedApp;
  const refusalOf = (req: HttpRequest): Refusal | undefined => {
    if (!isAllowed(req.getHeader('origin'), req.getHeader('host'))) return FORBIDDEN;
    const query = new URLSearchParams(req.getQuery());
    const isWebSocket =
      query.get('transport') === 'websocket' && query.get('EIO') === '4' && !query.has('sid');
    if (!isWebSocket) return BAD_TRANSPORT;
    if (isFull()) return FULL;
    const seconds = retrySeconds();
    return seconds === null ? undefined : { ...FULL, retrySeconds: seconds };
  };
  guarded.any = (path, handler) => {
    app.any(path, handler);
    return guarded;
  };
  guarded.ws = <UserData>(path: Parameters<TemplatedApp['ws']>[0], behavior: WebSocketBehavior<UserData>) => {
    const { upgrade } = behavior;
    app.ws<UserData>(path, {
      ...behavior,
      maxBackpressure,
      closeOnBackpressureLimit: true,
      dropped: onSlowReader,
      upgrade: (res, req, context) => {
        const refusal = refusalOf(req);
        if (refusal === undefined) return upgrade?.(res, req, context);
        res.cork(() => {
          res.writeStatus(refusal.status).writeHeader('content-type', 'application/json');
          if (refusal.retrySeconds !== undefined)
            res.writeHeader('retry-after', String(refusal.retrySeconds));
          res.end(refusal.body);
        });
        return undefined;
      },
    });
    return guarded;
  };
  guarded.publish = (...args) => app.publish(...args);
  return guarded;
}
