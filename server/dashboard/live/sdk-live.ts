import {
  type Connection,
  type ConnectionState,
  type ConnectOptions,
  HeadcountError,
} from '../../../client-sdk/src/index.ts';
import type { Scope } from '../../protocol/client-messages.ts';
import { CloseCode } from '../../protocol/close-codes.ts';
import type { Counters } from '../../protocol/server-messages.ts';
import type { FeedHandlers, LinkState, LivePort, ScopeHandlers } from './live-port.ts';

export interface SdkLiveOptions {
  readonly connect: (options: ConnectOptions) => Pick<Connection, 'subscribe' | 'engage' | 'close'>;
  /** Origin of the server. */
  readonly url: string;
  readonly token: string;
  /** The error code with which REST refuses a scope's counters; null when it does not. */
  readonly refusalOf: (scope: Scope) => Promise<string | null>;
}

interface Watched {
  readonly scope: Scope;
  readonly handlers: ScopeHandlers;
  /** Nothing has come since the link was opened. */
  waiting: boolean;
}

/** Closed by ourselves. */
const NORMAL_CLOSE = 1000;

function refused(closeCode: number): LinkState {
  return { kind: 'refused', reason: closeCode === CloseCode.unauthorized ? 'token' : 'notAllowed' };
}

/** `last`: how it stood before. */
function linkState(state: ConnectionState, last: LinkState, everOpen: boolean): LinkState | null {
  switch (state.status) {
    case 'open':
      return { kind: 'open' };
    case 'connecting':
      if (last.kind === 'restarting') return last;
      return { kind: everOpen ? 'away' : 'connecting' };
    case 'waiting':
      return { kind: state.closeCode === CloseCode.shuttingDown ? 'restarting' : 'away' };
    case 'suspended':
      return { kind: 'away' };
    case 'closed':
      return state.closeCode === NORMAL_CLOSE ? null : refused(state.closeCode);
    default:
      return state satisfies never;
  }
}

/** Live counters through the client SDK. */
export class SdkLive implements LivePort {
  readonly #options: SdkLiveOptions;
  readonly #connection: Pick<Connection, 'subscribe' | 'engage' | 'close'>;
  readonly #watched = new Set<Watched>();
  readonly #listeners: ((state: LinkState) => void)[] = [];
  #state: LinkState = { kind: 'connecting' };
  #everOpen = false;

  constructor(options: SdkLiveOptions) {
    this.#options = options;
    this.#connection = options.connect({
      url: options.url,
      token: options.token,
      // Whoever looks at the desk is no attendee of a session.
      visibility: false,
      onStateChange: (state) => this.#change(state),
      onError: (error) => void this.#report(error),
    });
  }

  watch(scope: Scope, handlers: ScopeHandlers): () => void {
    const watched = { scope, handlers, waiting: true };
    this.#watched.add(watched);
    const take = (counters: Counters) => {
      watched.waiting = false;
      handlers.onCounters(counters);
    };
    const stop = this.#connection.subscribe(scope, take, { onAlert: (alert) => handlers.onAlert?.(alert) });
    return () => {
      this.#watched.delete(watched);
      stop();
    };
  }

  follow(session: string, { onEngagement, onLeftOut }: FeedHandlers): () => void {
    return this.#connection.subscribe(`session:${session}`, () => undefined, {
      feed: true,
      onEngagement: (engagement) => onEngagement(engagement),
      onLeftOut: () => onLeftOut(),
    });
  }

  engage(session: string, action: string, data: object): Promise<unknown> {
    return this.#connection.engage(session, action, data);
  }

  onState(listener: (state: LinkState) => void): void {
    this.#listeners.push(listener);
    listener(this.#state);
  }

  close(): void {
    void this.#connection.close();
  }

  #change(from: ConnectionState): void {
    const state = linkState(from, this.#state, this.#everOpen);
    if (!state || state.kind === this.#state.kind) return;
    if (state.kind === 'open') {
      this.#everOpen = true;
      for (const watched of this.#watched) watched.waiting = true;
    }
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  /** The server's refusals do not say which subscription they mean: where several wait, REST is asked about each. */
  async #report(error: unknown): Promise<void> {
    if (!(error instanceof HeadcountError)) {
      console.error(error);
      return;
    }
    const waiting = [...this.#watched].filter((watched) => watched.waiting);
    const alone = waiting.length === 1;
    await Promise.all(waiting.map((watched) => this.#blame(watched, alone ? error.code : null)));
  }

  async #blame(watched: Watched, known: string | null): Promise<void> {
    const code = known ?? (await this.#options.refusalOf(watched.scope));
    if (code !== null && watched.waiting && this.#watched.has(watched)) watched.handlers.onRefused({ code });
  }
}
