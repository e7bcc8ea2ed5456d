import type { TemplatedApp, WebSocketBehavior } from 'uWebSockets.js';

export interface GuardOptions {
  readonly maxBackpressure: number;
  /** Whether a request of this Origin and Host may open a socket. */
  readonly isAllowed: (origin: string, host: string) => boolean;
  /** A connection was closed because it did not read. */
  readonly onSlowReader: () => void;
}

/**
 * The app as Socket.IO gets to see it. Its `attachApp` passes on neither `closeOnBackpressureLimit` (slow readers would
 * silently lose messages) nor a check of the transport on upgrades (a polling request with an Upgrade header ends the
 * process); both are put in here. The queries `sid` and EIO are checked for the same reason: with one transport there is
 * nothing to upgrade.
 */
export function guardApp(
  app: TemplatedApp,
  { maxBackpressure, isAllowed, onSlowReader }: GuardOptions,
): TemplatedApp {
  const guarded = Object.create(app) as TemplatedApp;
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
        const query = new URLSearchParams(req.getQuery());
        const isWebSocket =
          query.get('transport') === 'websocket' && query.get('EIO') === '4' && !query.has('sid');
        const isOurs = isAllowed(req.getHeader('origin'), req.getHeader('host'));
        if (isWebSocket && isOurs) return upgrade?.(res, req, context);
        res.cork(() => {
          res
            .writeStatus(isOurs ? '400 Bad Request' : '403 Forbidden')
            .writeHeader('content-type', 'application/json');
          res.end(isOurs ? '{"code":0,"message":"Transport unknown"}' : '{"code":4,"message":"Forbidden"}');
        });
        return undefined;
      },
    });
    return guarded;
  };
  guarded.publish = (...args) => app.publish(...args);
  return guarded;
}
