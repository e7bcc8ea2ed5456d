import type {
  AlertMessage,
  Counters,
  CountersMessage,
  EngagementMessage,
  FeedGapMessage,
} from '../../server/protocol/server-messages.ts';
import type { SubscribeOptions } from './options.ts';
import type { Requests } from './requests.ts';
import type { Transport } from './transport.ts';

interface Listener extends SubscribeOptions {
  onCounters(counters: Counters): void;
  /** Has had figures, so that the same ones again would be a repetition. */
  served: boolean;
}

/** One subscription at the server, for all listeners of its scope. */
interface Subscription {
  readonly scope: string;
  readonly listeners: Set<Listener>;
  feed: true | undefined;
  /** The request whose snapshot comes next; whatever comes before it is from before it. */
  awaited: string;
  last: Counters | undefined;
}

export interface SubscriptionsOptions {
  readonly transport: Pick<Transport, 'send'>;
  readonly requests: Pick<Requests, 'ask' | 'nextId'>;
  onError(error: unknown): void;
}

export interface Subscriptions {
  subscribe(scope: string, onCounters: (counters: Counters) => void, options: SubscribeOptions): () => void;
  onOpen(): void;
  onLost(): void;
  onCounters(message: CountersMessage): void;
  onEngagement(message: EngagementMessage): void;
  onLeftOut(message: FeedGapMessage): void;
  onAlert(message: AlertMessage): void;
}

export function createSubscriptions({ transport, requests, onError }: SubscriptionsOptions): Subscriptions {
  const subscriptions = new Map<string, Subscription>();

  function request(subscription: Subscription): void {
    const { scope, feed } = subscription;
    const id = requests.nextId();
    subscription.awaited = id;
    requests.ask({ type: 'subscribe', scope, feed, id }).catch(onError);
  }

  function each(scope: string, run: (listener: Listener) => void): void {
    for (const listener of subscriptions.get(scope)?.listeners ?? []) {
      try {
        run(listener);
      } catch (error) {
        onError(error);
      }
    }
  }

  function serve(listener: Listener, counters: Counters): void {
    listener.served = true;
    listener.onCounters(counters);
  }

  function add(subscription: Subscription, listener: Listener): void {
    const { scope, listeners, last, feed } = subscription;
    listeners.add(listener);
    if (listener.feed) subscription.feed = true;
    if (listeners.size === 1 || subscription.feed !== feed) request(subscription);
    // Later, as from the server: not before the caller has got its way to unsubscribe.
    else if (last && !subscription.awaited) {
      queueMicrotask(() => each(scope, (late) => late.served || serve(late, subscription.last ?? last)));
    }
  }

  function open(scope: string): Subscription {
    const opened = { scope, listeners: new Set<Listener>(), feed: undefined, awaited: '', last: undefined };
    subscriptions.set(scope, opened);
    return opened;
  }

  function remove({ scope, listeners }: Subscription, listener: Listener): void {
    if (!listeners.delete(listener) || listeners.size) return;
    subscriptions.delete(scope);
    transport.send({ type: 'unsubscribe', scope });
  }

  return {
    subscribe(scope, onCounters, options) {
      // The server answers with the normalized id.
      scope = scope.normalize();
      const subscription = subscriptions.get(scope) ?? open(scope);
      const listener: Listener = { ...options, onCounters, served: false };
      add(subscription, listener);
      return () => remove(subscription, listener);
    },
    onOpen() {
      for (const subscription of subscriptions.values()) request(subscription);
    },
    onLost() {
      // Figures from before are not served any more: no request has this id, so nothing counts until the next.
      for (const subscription of subscriptions.values()) subscription.awaited = 'lost';
    },
    onCounters(message) {
      const { scope, epoch, seq, at, id } = message;
      const subscription = subscriptions.get(scope);
      if (!subscription) return;
      const { awaited, last } = subscription;
      const known = epoch === last?.epoch && seq === last.seq;
      if (awaited ? id !== awaited : known) return;
      if (!awaited && (epoch !== last?.epoch || seq !== last.seq + 1)) {
        request(subscription);
        return;
      }
      subscription.awaited = '';
      subscription.last = message;
      each(scope, (listener) => {
        if (!(known && at === last.at && listener.served)) serve(listener, message);
      });
    },
    onEngagement(message) {
      each(`session:${message.session}`, ({ onEngagement }) => onEngagement?.(message));
    },
    onAlert(message) {
      each(message.scope, ({ onAlert }) => onAlert?.(message));
    },
    onLeftOut({ scope, leftOut }) {
      each(scope, ({ onLeftOut }) => onLeftOut?.(leftOut));
    },
  };
}
