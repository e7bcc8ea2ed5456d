import { io, type Socket } from 'socket.io-client';
import type { WebSocket } from 'ws';
import type { ServerMessage } from '../../server/protocol/server-messages.ts';
import type { Received } from './inbox.ts';
import { type Closed, type Frame, TestClient } from './test-client.ts';

export interface SocketIoOptions {
  readonly auth: Record<string, unknown>;
  readonly headers?: Record<string, string>;
}

const CUT = 1006;

/** The code of a refused connect: the server puts it into the error's data. */
function codeOf(error: Error): number {
  const { data } = error as { data?: { closeCode?: unknown } };
  return typeof data?.closeCode === 'number' ? data.closeCode : CUT;
}

/** A client of Socket.IO's default namespace. */
export class SocketIoClient extends TestClient {
  readonly socket: Socket;
  readonly closed: Promise<Closed>;
  /** Why the connection was refused. */
  refusedBecause: Error | undefined;

  constructor(url: string, { auth, headers = {} }: SocketIoOptions) {
    super();
    this.socket = io(url, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth,
      extraHeaders: headers,
    });
    let closing: Closed | undefined;
    this.socket.onAny((_event: string, message: Received) => {
      if (message.type === 'closing') closing = message;
      this.inbox.push(message);
    });
    this.closed = new Promise((resolve) => {
      const end = (closed: Closed) => {
        this.inbox.end(`closed with ${closed.code}`);
        resolve(closed);
      };
      this.socket.on('disconnect', (reason) => end(closing ?? { code: CUT, reason }));
      this.socket.on('connect_error', (error) => {
        this.refusedBecause = error;
        this.socket.disconnect();
        end({ code: codeOf(error), reason: error.message });
      });
    });
  }

  send(message: Frame | 'h'): void {
    if (message === 'h') this.socket.emit('h');
    else this.socket.emit(...split(message));
  }

  request(message: Frame): Promise<ServerMessage> {
    return Promise.race([
      this.socket.timeout(15_000).emitWithAck(...split(message)) as Promise<ServerMessage>,
      this.closed.then(({ code }) => Promise.reject(new Error(`closed with ${code} before the answer`))),
    ]);
  }

  close(): void {
    this.socket.disconnect();
  }

  stopReading(): void {
    this.#webSocket.pause();
  }

  /** Engine.IO's pong. */
  ping(): void {
    if (this.socket.connected) this.#webSocket.send('3');
  }

  cut(): void {
    this.#webSocket.terminate();
  }

  get #webSocket(): WebSocket {
    return (this.socket.io.engine.transport as unknown as { ws: WebSocket }).ws;
  }
}

function split({ type, ...message }: Frame): [string, object] {
  return [type, message];
}
