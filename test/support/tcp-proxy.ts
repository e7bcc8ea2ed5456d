import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { ProxyLink, type Way } from './proxy-link.ts';
import { quietPort } from './quiet-port.ts';

const PORTS_TO_TRY = 20;

/** Between a client and a server on this machine, to be as bad as a network can be. */
export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #links = new Set<ProxyLink>();
  #isPaused = false;

  private constructor(server: Server, port: number, target: number) {
    this.#server = server;
    this.port = port;
    server.on('connection', (socket) => this.#join(socket, target));
  }

  /** For `beforeAll`: whoever starts it calls `close`. */
  static async start(target: number): Promise<TcpProxy> {
    const server = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    for (let left = PORTS_TO_TRY; ; left -= 1) {
      const port = quietPort();
      try {
        await once(server.listen(port, '127.0.0.1'), 'listening');
        return new TcpProxy(server, port, target);
      } catch (error) {
        if (left === 1) throw error;
      }
    }
  }

  /** How many clients are connected. */
  get connections(): number {
    return this.#links.size;
  }

  /** Ends all connections and refuses new ones, until `restore`. */
  async drop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const link of this.#links) link.destroy();
    await closed;
  }

  /** As at the start: new connections are taken again, and nothing is held back. */
  async restore(): Promise<void> {
    this.resume();
    if (!this.#server.listening) await once(this.#server.listen(this.port, '127.0.0.1'), 'listening');
  }

  /** Holds back all bytes, both ways, on new connections too, until `resume`. */
  pause(): void {
    this.#isPaused = true;
    for (const link of this.#links) link.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const link of this.#links) link.resume();
  }

  /**
   * Cuts the connections there are in the middle of the next chunk that goes that way: half of it arrives, then the
   * connection ends. Resolves when the first is cut.
   */
  async halve(way: Way): Promise<void> {
    if (this.#links.size === 0) throw new Error('no connection to cut');
    await Promise.race([...this.#links].map((link) => link.halve(way)));
  }

  close(): Promise<void> {
    return this.drop();
  }

  #join(client: Socket, target: number): void {
    const link = new ProxyLink(client, target, () => this.#links.delete(link));
    this.#links.add(link);
    if (!this.#isPaused) link.resume();
  }
}

/** A proxy that goes when the test has finished. */
export async function startProxy(target: number): Promise<TcpProxy> {
  const proxy = await TcpProxy.start(target);
  onTestFinished(() => proxy.close());
  return proxy;
}
