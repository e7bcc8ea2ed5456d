import { createEngage } from './engagements.ts';
import { HeadcountError } from './errors.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { Host } from './host.ts';
import type { Connection, ConnectOptions } from './options.ts';
import { watchPage } from './page.ts';
import { createRequests } from './requests.ts';
import { schedulerOf } from './scheduler.ts';
import { createSessions } from './sessions.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTokens } from './token.ts';
import { createTransport, type OtherMessage } from './transport.ts';

/** Puts the parts together: the one place that knows them all. */
export function openConnection(options: ConnectOptions, host: Host): Connection {
  const { WebSocket = host.WebSocket, maxPendingEngagements = 1000, maxMessageBytes = 16_384 } = options;
  const { messagesPerSecond = 40, connectTimeoutSeconds = 10, idleSeconds = 60, visibility = true } = options;
  if (!WebSocket) throw new TypeError('no WebSocket here: pass one as an option');
  if (!options.token && !options.getToken) throw new TypeError('token or getToken is missing');

  const scheduler = schedulerOf(host);
  const instance = host.uniqueId();
  const gone = new AbortController();
  let closing: Promise<void> | undefined;

  // Callbacks run on their own, so that one that throws cannot stop the work in the middle.
  const onError = (error: unknown): void => queueMicrotask(() => (options.onError ?? console.error)(error));

  const transport = createTransport({
    host,
    scheduler,
    WebSocket,
    url: addressOf(options.url, host.baseUrl),
    client: options.client ?? instance,
    tokens: createTokens(options),
    connectTimeoutMs: connectTimeoutSeconds * 1000,
    messagesPerSecond,
    onOpen(welcome) {
      heartbeat.start(welcome);
      sessions.onOpen();
      subscriptions.onOpen();
      requests.onOpen();
    },
    onMessage,
    onLost() {
      heartbeat.stop();
      sessions.onLost();
      subscriptions.onLost();
      requests.onLost();
    },
    onClosed(reason) {
      gone.abort();
      requests.onClosed(new HeadcountError('closed', reason));
    },
    onError,
    onStateChange: (state) => queueMicrotask(() => options.onStateChange?.(state)),
  });
  const requests = createRequests(instance, transport);
  const sessions = createSessions({ transport, requests, onError });
  const subscriptions = createSubscriptions({ transport, requests, onError });
  const engage = createEngage({ requests, maxPending: maxPendingEngagements, maxBytes: maxMessageBytes });
  const heartbeat = createHeartbeat({ host, scheduler, transport, requests, sessions });

  function onMessage(message: OtherMessage): void {
    switch (message.type) {
      case 'error': {
        const error = new HeadcountError(message.code, message.message, message.session);
        sessions.onRefused(error);
        if (!requests.settle(message.id, error)) onError(error);
        break;
      }
      case 'engagement':
        subscriptions.onEngagement(message);
        break;
      case 'feed':
        subscriptions.onLeftOut(message);
        break;
      case 'alert':
        subscriptions.onAlert(message);
        break;
      case 'pace':
        heartbeat.pace(message);
        break;
      case 'counters':
        subscriptions.onCounters(message);
        requests.settle(message.id, message);
        break;
      default:
        requests.settle(message.id, message);
    }
  }

  const { page } = host;
  if (page) {
    watchPage({
      host,
      page,
      scheduler,
      idleMs: idleSeconds * 1000,
      signal: gone.signal,
      onVisibility: visibility ? sessions.tell : () => {},
      onHide() {
        sessions.leaveAll();
        // An open socket keeps a page out of the browser's back/forward cache.
        transport.suspend();
      },
      onReturn: transport.hurry,
    });
  }
  void transport.start();

  return {
    get state() {
      return transport.state();
    },
    join: (session, joinOptions = {}) => sessions.join(session, joinOptions),
    leave: sessions.leave,
    engage: (session, action, data, { id = requests.nextId() } = {}) =>
      engage({ type: 'engage', id, session, action, data }),
    subscribe: (scope, onCounters, subscribeOptions = {}) =>
      subscriptions.subscribe(scope, onCounters, subscribeOptions),
    setPosition: sessions.setPosition,
    close() {
      sessions.leaveAll();
      closing ??= transport.stop();
      return closing;
    },
  };
}

function addressOf(url: string, baseUrl: string | undefined): string {
  const address = new URL(url, baseUrl);
  address.protocol = address.protocol.replace('http', 'ws');
  if (address.pathname === '/') address.pathname = '/v1/ws';
  return address.href;
}
