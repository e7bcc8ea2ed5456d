import { setTimeout } from 'node:timers/promises';
import type { Broadcast } from '../broadcast/broadcast.ts';
import type { Config } from '../config.ts';
import type { PendingChange } from '../pending.ts';
import type { Pipeline } from '../pipeline.ts';
import { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import { bringBack } from './bring-back.ts';
import type { Claims } from './claims.ts';
import type { Connection, Membership } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import { bump, GatewayStats } from './gateway-stats.ts';
import { retryAfterSeconds, spreadMs } from './goodbye.ts';
import type { Pace } from './pace/pace.ts';
import { errorMessage, refuse } from './requests.ts';
import { elapsed } from './wheel.ts';

const DRAIN_BATCH = 500;
const DRAIN_PAUSE_MS = 10;

export interface ConnectionsOptions {
  readonly config: Config;
  readonly pipeline: Pipeline;
  readonly broadcast: Broadcast;
  /** How often clients are to beat now. */
  readonly paces: { readonly current: Pace };
  /** Of this process among all that serve these people; connection ids begin with it. */
  readonly name: string;
  /** ms from an arbitrary zero. */
  readonly monotonic: () => number;
  /** Wall clock, ms, against which tokens expire. */
  readonly wall: () => number;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** What those who are sent away are given, ms. */
interface Goodbye {
  /** How long who is present counts still. */
  readonly windowMs: number;
  /** Over how long they are to come back. */
  readonly spreadMs: number;
}

/** All open connections: their limits, their deadlines, and what their end means for presence. */
export class Connections {
  readonly stats = new GatewayStats();
  readonly #options: ConnectionsOptions;
  readonly #deadlines: Deadlines;
  readonly #byClient = new Map<string, Connection>();
  readonly #perTenant = new Map<string, number>();
  readonly #all = new Map<number, Connection>();
  /** Whose join may still be on its way when it was put out. */
  readonly #putOut = new WeakSet<Membership>();
  #lastNumber = 0;
  #goodbye: Goodbye | undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines({
      ...options,
      onLate: (connection, code, reason) => this.close(connection, code, reason),
      onSilent: (connection, silentMs) => this.#silence(connection, silentMs),
    });
  }

  /** ms that connections have had to say something, as a 32-bit number that wraps. */
  now(): number {
    return this.#deadlines.now();
  }

  idOf(connection: Connection): string {
    return `${this.#options.name}-${connection.number}`;
  }

  get isDraining(): boolean {
    return this.#goodbye !== undefined;
  }

  isOpen(number: number): boolean {
    return this.#all.has(number);
  }

  /** Everybody who is in a session now, as the changes that bring them back into it. */
  *people(): Generator<PendingChange> {
    const { config, pipeline } = this.#options;
    for (const { connection, claims } of this.known()) {
      yield* bringBack({ config, pipeline, connections: this }, connection, claims);
    }
  }

  /** Those that must beat. Counted when it is asked for: that takes less than keeping count where memberships come and go. */
  get present(): number {
    let count = 0;
    for (const { sessions } of this.#all.values()) count += Number(sessions.length > 0);
    return count;
  }

  /** The connections of an attendee, of any tenant. */
  of(attendee: string): Connection[] {
    return [...this.#all.values()].filter(({ claims }) => claims?.attendee === attendee);
  }

  /** To be called every `TICK_MS`. */
  tick(): void {
    this.#deadlines.tick();
  }

  /** A socket is open, and must authenticate soon. */
  add(connection: Connection): void {
    const { config } = this.#options;
    connection.number = ++this.#lastNumber;
    connection.seen = this.#deadlines.now();
    connection.secondFrom = connection.seen;
    this.#all.set(connection.number, connection);
    this.stats.connectionsOpened++;
    this.stats.connections = this.#all.size;
    if (this.isDraining) this.#sendAway(connection);
    else if (this.#all.size > config.maxConnections)
      this.close(connection, CloseCode.tooMany, 'too_many_connections');
    else this.#deadlines.awaitToken(connection);
  }

  /** The token is good; gives whether the limits let it in. A newer connection of the same client takes over. */
  admit(connection: Connection, claims: Claims, tenant: string, client: string | undefined): boolean {
    // First, so that whom it replaces does not stand in its way.
    if (client !== undefined) this.#takeOver(connection, `${tenant} ${claims.attendee} ${client}`);
    const count = this.#perTenant.get(tenant) ?? 0;
    if (count >= this.#options.config.maxConnectionsPerTenant) {
      this.close(connection, CloseCode.tooMany, 'too_many_connections');
      return false;
    }
    this.#perTenant.set(tenant, count + 1);
    connection.claims = claims;
    connection.tenant = tenant;
    this.#deadlines.admit(connection);
    return true;
  }

  /** A text message came: a sign of life, and one more to count. Gives whether it may be handled. */
  hear(connection: Connection): boolean {
    const now = this.#deadlines.hear(connection);
    if (elapsed(connection.secondFrom, now) >= 1000) {
      connection.secondFrom = now;
      connection.messages = 0;
    }
    if (++connection.messages <= this.#options.config.maxMessagesPerSecond) return true;
    if (this.#deadlines.isCatchingUp) return true;
    this.close(connection, CloseCode.tooMany, 'too_many_messages');
    return false;
  }

  /** The connection is in a session from now on, so its silence counts. */
  enter(connection: Connection, membership: Membership): void {
    connection.addMembership(membership);
    if (connection.sessions.length === 1) this.#deadlines.look(connection);
  }

  flushPlayback(connection: Connection, { session, playback }: Membership): void {
    const played = playback?.take(this.#deadlines.now());
    if (played === undefined) return;
    this.#options.pipeline.submit({ kind: 'played', connection: connection.number, session, ...played });
  }

  /** The server closes the connection; its people get their resume window. */
  close(connection: Connection, code: CloseCode, reason: ErrorCode, retryAfterSeconds?: number): void {
    if (!connection.isOpen) return;
    bump(this.stats.errors, reason);
    connection.end(code, reason, retryAfterSeconds);
  }

  /** As `close`, but its people are out at once: they come back as others. */
  dismiss(connection: Connection, code: CloseCode, reason: ErrorCode): void {
    this.#drop(connection, 0);
    this.close(connection, code, reason);
  }

  /** Those who have authenticated. */
  *known(): Generator<{ readonly connection: Connection; readonly claims: Claims }> {
    for (const connection of this.#all.values()) {
      const { claims } = connection;
      if (claims !== null) yield { connection, claims };
    }
  }

  /** The connection is out of a session, and goes on with the others. */
  putOut(connection: Connection, membership: Membership, code: ErrorCode): void {
    const { session } = membership;
    connection.removeMembership(membership);
    this.#putOut.add(membership);
    refuse({ connections: this }, connection, { ...errorMessage(code), session });
  }

  wasPutOut(membership: Membership): boolean {
    return this.#putOut.has(membership);
  }

  /** The socket is closed, by whomever. */
  remove(connection: Connection, code: number): void {
    if (!connection.isOpen) return;
    connection.isOpen = false;
    bump(this.stats.closes, String(code));
    this.#all.delete(connection.number);
    this.stats.connections = this.#all.size;
    this.#deadlines.forget(connection);
    this.#release(connection);
    this.#drop(connection, this.#goodbye?.windowMs ?? this.#options.config.resumeMs);
  }

  /**
   * Closes everything with 4503, some at a time, so that the log is not given all of it at once, and tells each another
   * moment to come back. `windowMs`: for how long who is present counts, to come back elsewhere; 0 where there is nowhere else.
   */
  async drain(windowMs: number): Promise<void> {
    this.#goodbye = { windowMs, spreadMs: spreadMs(this.#all.size) };
    let count = 0;
    for (const connection of [...this.#all.values()]) {
      this.#sendAway(connection);
      if (++count % DRAIN_BATCH === 0) await setTimeout(DRAIN_PAUSE_MS);
    }
  }

  #sendAway(connection: Connection): void {
    const { random = Math.random } = this.#options;
    const retryAfter = retryAfterSeconds(this.#goodbye?.spreadMs ?? 0, random());
    this.close(connection, CloseCode.shuttingDown, 'shutting_down', retryAfter);
  }

  #drop(connection: Connection, windowMs: number): void {
    if (connection.sessions.length === 0) return;
    for (const membership of connection.sessions) this.flushPlayback(connection, membership);
    this.#options.pipeline.submit({ kind: 'drop', connection: connection.number, ageMs: 0, windowMs });
    connection.sessions = [];
  }

  #takeOver(connection: Connection, key: string): void {
    const older = this.#byClient.get(key);
    this.#byClient.set(key, connection);
    connection.clientKey = key;
    if (older !== undefined) this.close(older, CloseCode.notAllowed, 'replaced');
  }

  #release(connection: Connection): void {
    const { clientKey, tenant, claims, subscriptions } = connection;
    if (clientKey !== null && this.#byClient.get(clientKey) === connection) this.#byClient.delete(clientKey);
    if (tenant !== null) {
      const count = (this.#perTenant.get(tenant) ?? 1) - 1;
      if (count === 0) this.#perTenant.delete(tenant);
      else this.#perTenant.set(tenant, count);
    }
    if (claims === null || subscriptions === null) return;
    for (const { scope } of subscriptions.values()) this.#options.broadcast.close(claims.org, scope);
  }

  #silence(connection: Connection, ageMs: number): void {
    for (const membership of connection.sessions) this.flushPlayback(connection, membership);
    this.#options.pipeline.submit({ kind: 'silent', connection: connection.number, ageMs });
    connection.sessions = [];
    this.close(connection, CloseCode.silent, 'silent');
  }
}
