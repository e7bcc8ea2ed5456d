import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Scope } from '../../protocol/client-messages.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type { FeedHandlers, LinkState, LivePort } from '../live/live-port.ts';
import { AlertInbox } from './alerts/alert-inbox.ts';
import type { ServerClock } from './server-clock.ts';

/** What is known of a scope's live figures. */
export type LiveView =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly code: string }
  /** `opening`: which opening of the link they came over; those of an earlier one are out of date. */
  | { readonly kind: 'figures'; readonly counters: Counters; readonly opening: number };

export interface Link {
  readonly state: LinkState;
  /** How often the link has been opened so far. */
  readonly opening: number;
}

interface Cell {
  readonly view: Signal<LiveView>;
  watchers: number;
  stop: () => void;
}

const WAITING: LiveView = { kind: 'waiting' };

/** The live figures of every scope that is on the page: one subscription a scope, however many components read it. */
export class LiveScopes {
  /** Alerts about what is on the page. */
  readonly alerts = new AlertInbox();
  readonly #port: LivePort;
  readonly #clock: ServerClock;
  readonly #cells = new Map<Scope, Cell>();
  readonly #link = signal<Link>({ state: { kind: 'connecting' }, opening: 0 });

  constructor(port: LivePort, clock: ServerClock) {
    this.#port = port;
    this.#clock = clock;
    port.onState((state) => this.#changeLink(state));
  }

  get link(): ReadonlySignal<Link> {
    return this.#link;
  }

  /** Subscribes to the scope until `release` is called. */
  watch(scope: Scope): { readonly view: ReadonlySignal<LiveView>; readonly release: () => void } {
    const cell = this.#cells.get(scope) ?? this.#open(scope);
    cell.watchers += 1;
    let released = false;
    const release = () => {
      if (released) return;
      released = true;
      cell.watchers -= 1;
      if (cell.watchers > 0) return;
      this.#cells.delete(scope);
      cell.stop();
    };
    return { view: cell.view, release };
  }

  follow(session: string, handlers: FeedHandlers): () => void {
    return this.#port.follow(session, handlers);
  }

  engage(session: string, action: string, data: object): Promise<unknown> {
    return this.#port.engage(session, action, data);
  }

  close(): void {
    this.#cells.clear();
    this.#port.close();
  }

  #open(scope: Scope): Cell {
    const view = signal<LiveView>(WAITING);
    const cell: Cell = { view, watchers: 0, stop: () => undefined };
    this.#cells.set(scope, cell);
    cell.stop = this.#port.watch(scope, {
      onCounters: (counters) => this.#receive(view, counters),
      onAlert: (alert) => this.alerts.take(alert),
      onRefused: ({ code }) => {
        view.value = { kind: 'refused', code };
      },
    });
    return cell;
  }

  #receive(view: Signal<LiveView>, counters: Counters): void {
    // Figures of a degraded server carry the time at which they stopped, not the time of sending.
    if (!counters.degraded) this.#clock.observe(Date.parse(counters.at));
    view.value = { kind: 'figures', counters, opening: this.#link.value.opening };
  }

  #changeLink(state: LinkState): void {
    const { state: before, opening } = this.#link.value;
    const opens = state.kind === 'open' && before.kind !== 'open';
    this.#link.value = { state, opening: opens ? opening + 1 : opening };
  }
}
