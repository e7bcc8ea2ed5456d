import type { Socket } from 'socket.io';
import type { CloseCode } from '../protocol/close-codes.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ServerMessage } from '../protocol/server-messages.ts';
import type { Claims } from './claims.ts';
import { Connection } from './connection.ts';

interface SocketData {
  claims: Claims;
  client: string | undefined;
}

/** A socket of the library, with whom its token was for. */
export type IoSocket = Socket<
  Record<string, never>,
  Record<string, never>,
  Record<string, never>,
  SocketData
>;

/** A connection over Socket.IO. */
export class IoConnection extends Connection {
  readonly #socket: IoSocket;
  readonly #countryHint: string | undefined;
  #closeCode: number = 1006;

  constructor(socket: IoSocket, countryHint: string | undefined) {
    super();
    this.#socket = socket;
    this.#countryHint = countryHint;
  }

  override get countryHint(): string | undefined {
    return this.#countryHint;
  }

  /** The code of the server's own close, else 1006. */
  get closeCode(): number {
    return this.#closeCode;
  }

  answer({ type, ...message }: ServerMessage): void {
    if (this.isOpen) this.#emit(type, { type, ...message });
  }

  end(code: CloseCode, reason: ErrorCode, retryAfterSeconds?: number): void {
    if (!this.isOpen) return;
    this.#closeCode = code;
    const hint = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    this.answer({ type: 'closing', code, reason, ...hint });
    // Only closing the transport takes the socket out of its topics at once.
    this.#socket.disconnect(true);
  }

  follow(topic: string): void {
    if (this.isOpen) void this.#socket.join(topic);
  }

  unfollow(topic: string): void {
    if (this.isOpen) void this.#socket.leave(topic);
  }

  #emit(event: string, message: object): void {
    (this.#socket as unknown as { emit(event: string, message: object): void }).emit(event, message);
  }
}

export function headerOf(socket: IoSocket, name: string): string | undefined {
  return [socket.handshake.headers[name]].flat()[0];
}
