import type { Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type { FeedHandlers, LinkState, LivePort, ScopeHandlers } from './live-port.ts';

export interface GatheredLiveOptions {
  readonly port: LivePort;
  /** A clock that only goes forward, ms. */
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => void;
  /** Runs what changes many signals, so that what reads them is drawn once. */
  readonly batch: (run: () => void) => void;
  /** Least time between two deliveries, ms. @default 1000, as often as the server sends the counters of a scope */
  readonly everyMs?: number;
}

/**
 * Live counters of many scopes come at as many times of a second, and drawing one costs the browser nearly as much as
 * drawing all. So they are delivered together: at once after a time of quiet, then at most once a second.
 */
export class GatheredLive implements LivePort {
  readonly #options: GatheredLiveOptions;
  readonly #everyMs: number;
  /** What has come of each scope since the last delivery: the newest counters. */
  readonly #pending = new Map<ScopeHandlers, Counters>();
  #deliveredAt = Number.NEGATIVE_INFINITY;
  #isWaiting = false;

  constructor(options: GatheredLiveOptions) {
    this.#options = options;
    this.#everyMs = options.everyMs ?? 1000;
  }

  watch(scope: Scope, handlers: ScopeHandlers): () => void {
    const stop = this.#options.port.watch(scope, {
      onCounters: (counters) => this.#receive(handlers, counters),
      onRefused: (refusal) => {
        this.#pending.delete(handlers);
        handlers.onRefused(refusal);
      },
      onAlert: (alert) => handlers.onAlert?.(alert),
    });
    return () => {
      this.#pending.delete(handlers);
      stop();
    };
  }

  follow(session: string, handlers: FeedHandlers): () => void {
    return this.#options.port.follow(session, handlers);
  }

  engage(session: string, action: string, data: object): Promise<unknown> {
    return this.#options.port.engage(session, action, data);
  }

  /** What came over the link before it changed is delivered before the change. */
  onState(listener: (state: LinkState) => void): void {
    this.#options.port.onState((state) => {
      this.#deliver();
      listener(state);
    });
  }

  close(): void {
    this.#pending.clear();
    this.#options.port.close();
  }

  #receive(handlers: ScopeHandlers, counters: Counters): void {
    this.#pending.set(handlers, counters);
    const waitMs = this.#deliveredAt + this.#everyMs - this.#options.now();
    // Not left to the timer: browsers let those of a hidden page wait for up to a minute.
    if (waitMs <= 0) this.#deliver();
    else if (!this.#isWaiting) {
      this.#isWaiting = true;
      this.#options.later(() => {
        this.#isWaiting = false;
        this.#deliver();
      }, waitMs);
    }
  }

  #deliver(): void {
    if (this.#pending.size === 0) return;
    this.#deliveredAt = this.#options.now();
    const delivered = [...this.#pending];
    this.#pending.clear();
    this.#options.batch(() => {
      for (const [handlers, counters] of delivered) handlers.onCounters(counters);
    });
  }
}
