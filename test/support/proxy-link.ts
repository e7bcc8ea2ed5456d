import { connect, type Socket } from 'node:net';

export type Way = 'to-target' | 'to-client';

/** One connection through a proxy: paused at first. */
export class ProxyLink {
  readonly #client: Socket;
  readonly #target: Socket;
  readonly #cuts = new Map<Way, () => void>();
  #isPaused = true;

  constructor(client: Socket, port: number, onGone: () => void) {
    this.#client = client;
    this.#target = connect({ port, host: '127.0.0.1', allowHalfOpen: true }).pause();
    this.#forward('to-target', client, this.#target);
    this.#forward('to-client', this.#target, client);
    client.once('close', onGone);
  }

  pause(): void {
    this.#isPaused = true;
    this.#client.pause();
    this.#target.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#client.resume();
    this.#target.resume();
  }

  destroy(): void {
    this.#client.destroy();
    this.#target.destroy();
  }

  /** Resolves when it is cut, and never when it ends before. */
  halve(way: Way): Promise<void> {
    return new Promise((resolve) => this.#cuts.set(way, resolve));
  }

  #forward(way: Way, from: Socket, to: Socket): void {
    from.on('data', (chunk) => {
      if (this.#cuts.has(way)) this.#cut(way, to, chunk);
      else if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => {
      if (!this.#isPaused) from.resume();
    });
    from.on('end', () => to.end());
    // Told by the close that follows.
    from.on('error', () => this.destroy());
  }

  #cut(way: Way, to: Socket, chunk: Buffer): void {
    const told = this.#cuts.get(way);
    this.#cuts.delete(way);
    // What comes after the chunk is lost.
    this.pause();
    to.end(chunk.subarray(0, Math.floor(chunk.length / 2)), () => {
      this.destroy();
      told?.();
    });
  }
}
