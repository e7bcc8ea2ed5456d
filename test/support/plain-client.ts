import { WebSocket } from 'ws';
import type { ServerMessage } from '../../server/protocol/server-messages.ts';
import type { Received } from './inbox.ts';
import { type Closed, type Frame, newId, TestClient } from './test-client.ts';

export interface PlainOptions {
  readonly headers?: Record<string, string>;
}

/** A client over `GET /v1/ws`. */
export class PlainClient extends TestClient {
  readonly socket: WebSocket;
  readonly closed: Promise<Closed>;

  private constructor(socket: WebSocket) {
    super();
    this.socket = socket;
    socket.on('message', (data) => this.inbox.push(JSON.parse(String(data)) as Received));
    // What went wrong is told by the close that follows.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        this.inbox.end(`closed with ${code}`);
        resolve({ code, reason: String(reason) });
      });
    });
  }

  /** An open socket that has said nothing yet. */
  static async open(url: string, { headers = {} }: PlainOptions = {}): Promise<PlainClient> {
    const client = new PlainClient(new WebSocket(`${url.replace(/^http/, 'ws')}/v1/ws`, { headers }));
    await new Promise((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('error', reject);
    });
    return client;
  }

  send(message: Frame | 'h'): void {
    this.raw(message === 'h' ? message : JSON.stringify(message));
  }

  raw(data: string | Buffer): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(data);
  }

  request(message: Frame): Promise<ServerMessage> {
    const id = message.id ?? newId();
    this.send({ ...message, id });
    return this.inbox.take(
      (received): received is ServerMessage =>
        'id' in received && received.id === id && received.type !== 'engagement',
      `answer to ${JSON.stringify(message)}`,
    );
  }

  close(): void {
    this.socket.close(1000);
  }

  stopReading(): void {
    this.socket.pause();
  }

  ping(): void {
    this.socket.ping();
    this.socket.pong();
  }

  cut(): void {
    this.socket.terminate();
  }
}
