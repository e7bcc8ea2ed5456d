import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { frame, Opcode, readFrames } from './frames.ts';

const PATIENCE_MS = 15_000;

/** The request that opens a WebSocket. */
export function handshake(path: string, headers: Record<string, string | undefined> = {}): string {
  const all: Record<string, string | undefined> = {
    Host: 'localhost',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version': '13',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

export const ENGINE_PATH = '/socket.io/?EIO=4&transport=websocket';

/** A TCP connection whose bytes the test writes itself. */
export class RawSocket {
  readonly socket: Socket;
  /** Resolves when it is gone, whoever closed it. */
  readonly closed: Promise<void>;
  /** Bytes that came so far. */
  length = 0;
  #chunks: Buffer[] = [];

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data) => {
      this.#chunks.push(data);
      this.length += data.length;
    });
    // Told by the close that follows.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()));
  }

  static async open(port: number): Promise<RawSocket> {
    const raw = new RawSocket(connect(port, '127.0.0.1'));
    await once(raw.socket, 'connect');
    return raw;
  }

  /** Open as a WebSocket, at our path or Engine.IO's. */
  static async upgraded(port: number, path = '/v1/ws'): Promise<RawSocket> {
    const raw = await RawSocket.open(port);
    raw.write(handshake(path));
    const head = await raw.until((text) => text.includes('\r\n\r\n'));
    if (!head.startsWith('HTTP/1.1 101')) throw new Error(`not upgraded: ${head}`);
    return raw;
  }

  /** Upgraded, and welcomed with a token. */
  static async authenticated(port: number, token: string): Promise<RawSocket> {
    const raw = await RawSocket.upgraded(port);
    raw.send({ type: 'auth', token });
    await raw.until((text) => text.includes('"type":"welcome"'));
    return raw;
  }

  write(data: string | Buffer): void {
    if (!this.socket.destroyed) this.socket.write(data);
  }

  /** A JSON message in a good frame. */
  send(message: unknown): void {
    this.write(frame({ payload: JSON.stringify(message) }));
  }

  /** All that came so far. */
  get text(): string {
    return this.#all().toString('latin1');
  }

  /** The code of the close frame that came, undefined when none did. */
  get closeCode(): number | undefined {
    const all = this.#all();
    const start = all.indexOf('\r\n\r\n') + 4;
    const close = readFrames(all.subarray(start)).find(({ opcode }) => opcode === Opcode.close);
    return close === undefined ? undefined : close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 1005;
  }

  /** Waits until what came fits; gives it. */
  async until(fits: (text: string) => boolean): Promise<string> {
    await this.#when(() => fits(this.text));
    return this.text;
  }

  async untilLength(bytes: number): Promise<void> {
    await this.#when(() => this.length >= bytes);
  }

  destroy(): void {
    this.socket.destroy();
  }

  #all(): Buffer {
    const all = Buffer.concat(this.#chunks);
    this.#chunks = [all];
    return all;
  }

  #when(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        this.socket.off('data', look);
        this.socket.off('close', look);
        if (error === undefined) resolve();
        else reject(error);
      };
      const look = () => {
        if (isSo()) finish();
        else if (this.socket.closed)
          finish(new Error(`closed after ${JSON.stringify(this.text.slice(-500))}`));
      };
      const timer = setTimeout(
        () => finish(new Error(`nothing fits in ${JSON.stringify(this.text.slice(-500))}`)),
        PATIENCE_MS,
      );
      this.socket.on('data', look);
      this.socket.on('close', look);
      look();
    });
  }
}

/** Sends one HTTP request as it stands and gives all of the answer's bytes up to the end of its body. */
export async function exchange(port: number, request: string | Buffer): Promise<string> {
  const raw = await RawSocket.open(port);
  raw.write(request);
  const answer = await raw.until(isWhole);
  raw.destroy();
  return answer;
}

/** Whether an HTTP answer has come to its end. */
export function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, end + 2))?.[1];
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return /transfer-encoding: chunked/i.test(text.slice(0, end)) ? text.endsWith('0\r\n\r\n') : true;
}

export function statusOf(answer: string): number {
  return Number(answer.split(' ', 2)[1]);
}
