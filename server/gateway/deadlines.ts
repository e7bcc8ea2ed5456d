import { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Connection } from './connection.ts';
import { type Pace, paceMessage } from './pace/pace.ts';
import { elapsed, type Timed, Wheel } from './wheel.ts';

const AUTH_TIMEOUT_MS = 5000;
const LONG_MS = 60_000;

export interface DeadlinesOptions {
  /** How often clients are to beat now. */
  readonly paces: { readonly current: Pace };
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** Wall clock, ms, against which tokens expire. */
  readonly wall: () => number;
  /** It has not authenticated in time, or its token has expired. */
  readonly onLate: (connection: Connection, code: CloseCode, reason: ErrorCode) => void;
  /** It is in a session, and has said nothing for so many ms. */
  readonly onSilent: (connection: Connection, silentMs: number) => void;
}

/** When each connection must have spoken, authenticated or renewed its token. */
export class Deadlines {
  readonly #options: DeadlinesOptions;
  readonly #wheel: Wheel;

  constructor(options: DeadlinesOptions) {
    this.#options = options;
    this.#wheel = new Wheel(options.monotonic, (timed) => this.#due(timed));
  }

  /** The wheel's time. */
  now(): number {
    return this.#wheel.now();
  }

  /** The process stands still, or did so a moment ago: what was said in the meantime comes all at once. */
  get isCatchingUp(): boolean {
    return this.#wheel.isCatchingUp;
  }

  /** To be called every `TICK_MS`. */
  tick(): void {
    this.#wheel.tick();
  }

  /** It has five seconds to authenticate, which nothing it sends prolongs. */
  awaitToken(connection: Connection): void {
    this.#wheel.schedule(connection, AUTH_TIMEOUT_MS);
  }

  /** It has authenticated: its token expires, and it is told the pace by its welcome. */
  admit(connection: Connection): void {
    connection.seen = this.#wheel.now();
    connection.pace = this.#options.paces.current;
    this.look(connection);
  }

  /** It said something; gives when. */
  hear(connection: Connection): number {
    const now = this.#wheel.recent();
    if (connection.pace !== null) {
      connection.seen = now;
      if (connection.pace !== this.#options.paces.current) this.#tellPace(connection, connection.pace);
    }
    return now;
  }

  /** Its deadline may be nearer than it was. */
  look(connection: Connection): void {
    this.#wheel.schedule(connection, this.#nextLook(connection));
  }

  forget(connection: Connection): void {
    this.#wheel.cancel(connection);
  }

  /**
   * Whoever speaks is told the pace if it has changed: so a new pace reaches everybody within a heartbeat, one after the other, and
   * nobody is held to a timeout before it was told.
   */
  #tellPace(connection: Connection, before: Pace): void {
    const { current } = this.#options.paces;
    connection.pace = current;
    connection.answer(paceMessage(current));
    if (current.timeoutMs < before.timeoutMs) this.look(connection);
  }

  #due(timed: Timed): number {
    const connection = timed as Connection;
    const { claims, sessions } = connection;
    const { wall, onLate, onSilent } = this.#options;
    const silentMs = elapsed(connection.seen, this.#wheel.now());
    if (claims === null) {
      if (silentMs < AUTH_TIMEOUT_MS) return AUTH_TIMEOUT_MS - silentMs;
      onLate(connection, CloseCode.authTimeout, 'auth_timeout');
      return 0;
    }
    if (claims.expiresAt * 1000 <= wall()) {
      onLate(connection, CloseCode.unauthorized, 'unauthorized');
      return 0;
    }
    if (sessions.length > 0 && silentMs >= timeoutOf(connection)) {
      onSilent(connection, silentMs);
      return 0;
    }
    return this.#nextLook(connection);
  }

  #nextLook(connection: Connection): number {
    const { claims, sessions, seen } = connection;
    const { wall } = this.#options;
    const untilExpiry = claims === null ? LONG_MS : Math.max(1, claims.expiresAt * 1000 - wall());
    const untilSilent =
      sessions.length === 0 ? LONG_MS : timeoutOf(connection) - elapsed(seen, this.#wheel.now());
    return Math.max(1, Math.min(LONG_MS, untilExpiry, untilSilent));
  }
}

/** After how much silence somebody in a session is gone: by what they were told. */
function timeoutOf({ pace }: Connection): number {
  return pace?.timeoutMs ?? LONG_MS;
}
