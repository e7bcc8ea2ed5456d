import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { CERTIFICATE, CERTIFICATE_KEY } from './fixtures/certificate.ts';

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a receiver answers what it got. */
export type Answering = (response: ServerResponse, received: Received) => void;

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answering =>
  (response) =>
    response.writeHead(code, headers).end();

/** An endpoint of somebody's, with what came in. */
export class Receiver {
  readonly received: Received[] = [];
  answering: Answering;
  readonly #server: Server;
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  private constructor(answering: Answering, isSecure: boolean) {
    this.answering = answering;
    const handle = (request: IncomingMessage, response: ServerResponse) => void this.#take(request, response);
    this.#server = isSecure
      ? createSecureServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, handle)
      : createServer(handle);
  }

  static async open(answering: Answering = status(204), { isSecure = false } = {}): Promise<Receiver> {
    const receiver = new Receiver(answering, isSecure);
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Resolves when so many requests have come in all. */
  async count(count: number): Promise<void> {
    if (this.received.length >= count) return;
    await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    const received = {
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body: await text(request),
    };
    this.received.push(received);
    this.answering(response, received);
    for (const { count, resolve } of this.#waiting) if (this.received.length >= count) resolve();
  }
}

/** For one test. */
export async function openReceiver(
  answering?: Answering,
  options?: { isSecure?: boolean },
): Promise<Receiver> {
  const receiver = await Receiver.open(answering, options);
  onTestFinished(() => receiver.close());
  return receiver;
}
