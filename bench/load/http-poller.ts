import { openRawSocket, type RawSocket } from './raw-socket.ts';

const END_OF_HEAD = '\r\n\r\n';

export interface PollerOptions {
  readonly port: number;
  readonly path: string;
  readonly token: string;
}

/** Asks for one thing over one kept connection, one request at a time. */
export class HttpPoller {
  lastBody = '';
  readonly #request: string;
  #raw: RawSocket | undefined;
  #pending = '';
  #answered: (() => void) | undefined;

  private constructor({ port, path, token }: PollerOptions) {
    this.#request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  }

  static async open(options: PollerOptions): Promise<HttpPoller> {
    const poller = new HttpPoller(options);
    poller.#raw = await openRawSocket(options.port, (bytes) => poller.#bytes(bytes));
    return poller;
  }

  get(): Promise<void> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#raw?.write(this.#request);
    });
  }

  destroy(): void {
    this.#raw?.destroy();
  }

  #bytes(bytes: Buffer): void {
    this.#pending += bytes.toString('latin1');
    const end = this.#pending.indexOf(END_OF_HEAD);
    if (end < 0) return;
    if (!this.#pending.startsWith('HTTP/1.1 200')) throw new Error(this.#pending.slice(0, 200));
    const length = Number(/content-length: (\d+)/i.exec(this.#pending.slice(0, end))?.[1]);
    const body = end + END_OF_HEAD.length;
    if (this.#pending.length < body + length) return;
    this.lastBody = this.#pending.slice(body, body + length);
    this.#pending = '';
    this.#answered?.();
  }
}
