import { AFTER_CLOSE, type CloseCode } from '../../server/protocol/close-codes.ts';
import type { ClosingMessage, ServerMessage, WelcomeMessage } from '../../server/protocol/server-messages.ts';
import { backoffMs, LAST_CEILING_MS } from './backoff.ts';
import { encode, type Outgoing } from './encode.ts';
import type { Host, SocketLike, WebSocketClass } from './host.ts';
import type { ConnectionState } from './options.ts';
import { createOutbox } from './outbox.ts';
import type { Cancel, Scheduler } from './scheduler.ts';
import { expiryOf, type TokenSource } from './token.ts';

/** What is not a close code: the socket broke, or never opened. */
const NO_CLOSE_CODE = 1006;

/** What is not about the connection itself. */
export type OtherMessage = Exclude<ServerMessage, WelcomeMessage | ClosingMessage>;

/** What a state holds while it lasts; the next one lets go of it. */
interface Held {
  readonly socket?: SocketLike;
  readonly cancel?: Cancel;
}

export interface TransportOptions {
  readonly host: Host;
  readonly scheduler: Scheduler;
  readonly WebSocket: WebSocketClass;
  readonly url: string;
  readonly client: string;
  readonly tokens: TokenSource;
  readonly connectTimeoutMs: number;
  readonly messagesPerSecond: number;
  /** A socket is welcomed: everything that should hold has to be said again. */
  onOpen(welcome: WelcomeMessage): void;
  onMessage(message: OtherMessage): void;
  /** The welcomed socket is gone, and with it the answers to what was asked on it. */
  onLost(): void;
  onClosed(reason: string): void;
  onError(error: unknown): void;
  onStateChange(state: ConnectionState): void;
}

/** One connection over as many sockets as it takes. */
export interface Transport {
  state(): ConnectionState;
  start(): void;
  /** Sends in order and paced, or at once; false when not open: `onOpen` is the time to ask again. */
  send(message: Outgoing, now?: boolean): boolean;
  /** Host time at which the server was last heard. */
  heardAt(): number;
  /** Gives the socket up and comes back over another. */
  drop(): void;
  /** Gives the socket up until `hurry`. */
  suspend(): void;
  /** Ends a wait early: the page, the person or the network is back. */
  hurry(): void;
  /** Resolves when the socket is closed. */
  stop(): Promise<void>;
}

export function createTransport(options: TransportOptions): Transport {
  const { host, scheduler, tokens } = options;
  let state: ConnectionState = { status: 'connecting' };
  let held: Held = {};
  let attempt = 0;
  let heardAt = 0;
  let openedAt = 0;
  /** When the server that closes has asked us to come back. */
  let askedMs: number | undefined;

  const outbox = createOutbox({
    host,
    scheduler,
    perSecond: options.messagesPerSecond,
    write: (frame) => held.socket?.send(frame),
  });

  function enter(next: ConnectionState, holding: Held = {}): void {
    const last = state;
    const { socket, cancel } = held;
    state = next;
    held = holding;
    cancel?.();
    if (socket !== holding.socket) socket?.close(1000);
    if (last.status === 'open') {
      outbox.clear();
      options.onLost();
    }
    if (next.status !== last.status || next.status === 'waiting') options.onStateChange(next);
  }

  async function connect(): Promise<void> {
    const holding: Held = {};
    enter({ status: 'connecting' }, holding);
    askedMs = undefined;
    try {
      const token = await tokens.current();
      if (held !== holding) return;
      const socket = new options.WebSocket(options.url);
      listen(socket, token);
      enter(state, { socket, cancel: scheduler.after(options.connectTimeoutMs, drop) });
    } catch (error) {
      if (held !== holding) return;
      options.onError(error);
      drop();
    }
  }

  function listen(socket: SocketLike, token: string): void {
    // A socket that was given up may still have something to say.
    const current =
      <Event>(handle: (event: Event) => void) =>
      (event: Event): void => {
        if (held.socket === socket) handle(event);
      };
    const auth = encode({ type: 'auth', token, client: options.client });
    socket.addEventListener(
      'open',
      current(() => outbox.push(auth, true)),
    );
    socket.addEventListener(
      'message',
      current(({ data }) => receive(data, token)),
    );
    socket.addEventListener(
      'close',
      current(({ code, reason }) => lost(code, reason)),
    );
    // Not every implementation tells of a close after an error.
    socket.addEventListener('error', current(drop));
  }

  function receive(data: unknown, token: string): void {
    heardAt = host.now();
    try {
      const message: ServerMessage = JSON.parse(String(data));
      if (message.type === 'welcome') welcomed(message, token);
      else if (message.type === 'closing') asked(message);
      else options.onMessage(message);
    } catch (error) {
      options.onError(error);
    }
  }

  function asked({ retryAfterSeconds }: ClosingMessage): void {
    askedMs = retryAfterSeconds === undefined ? undefined : retryAfterSeconds * 1000;
  }

  function welcomed(welcome: WelcomeMessage, token: string): void {
    const { connectionId, attendeeId } = welcome;
    openedAt = heardAt;
    enter({ status: 'open', connectionId, attendeeId }, { ...held, cancel: renewLater(token, welcome) });
    options.onOpen(welcome);
  }

  function renewLater(token: string, { serverTime }: WelcomeMessage): Cancel {
    // By the server's clock: the client's may be wrong.
    const leftMs = expiryOf(token) - Date.parse(serverTime);
    // Tokens made together end together: their renewals are spread over half a minute.
    const earlyMs = Math.min(leftMs / 2, 30_000 * (1 + host.random()));
    return leftMs > 0 ? scheduler.after(leftMs - earlyMs, renew) : () => {};
  }

  async function renew(): Promise<void> {
    const holding = held;
    try {
      // The token belongs to the socket: a new one needs a new socket, which resumes what the old one held.
      if ((await tokens.renew()) && held === holding) await connect();
    } catch (error) {
      options.onError(error);
    }
  }

  function drop(): void {
    lost(NO_CLOSE_CODE, '');
  }

  function lost(closeCode: number, reason: string): void {
    // One that is welcomed and thrown out at once must not come back at once each time.
    if (state.status === 'open' && host.now() - openedAt >= LAST_CEILING_MS) attempt = 0;
    const next = AFTER_CLOSE[closeCode as CloseCode];
    if (next === 'stop' || (next === 'refreshToken' && !tokens.discard())) finish(closeCode, reason);
    else wait(closeCode);
  }

  function wait(closeCode: number): void {
    const retryInMs = backoffMs({ attempt, closeCode, askedMs, random: host.random });
    attempt++;
    enter({ status: 'waiting', closeCode, retryInMs }, { cancel: scheduler.after(retryInMs, connect) });
  }

  function finish(closeCode: number, reason: string): void {
    enter({ status: 'closed', closeCode, reason });
    options.onClosed(`closed: ${closeCode} ${reason}`);
  }

  return {
    state: () => state,
    start: connect,
    send(message, now = false) {
      const open = state.status === 'open';
      if (open) outbox.push(encode(message), now);
      return open;
    },
    heardAt: () => heardAt,
    drop,
    suspend: () => enter({ status: 'suspended' }),
    hurry() {
      attempt = 0;
      if (state.status === 'suspended') void connect();
      else if (state.status === 'waiting') wait(state.closeCode);
    },
    stop() {
      // A socket that never opened need not tell when it is closed.
      const socket = state.status === 'open' ? held.socket : undefined;
      if (state.status !== 'closed') finish(1000, 'by the client');
      return new Promise((resolve) => {
        if (socket) socket.addEventListener('close', () => resolve());
        else resolve();
      });
    },
  };
}
