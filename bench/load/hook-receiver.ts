import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An endpoint that takes everything at once, or waits with its answers until it is told. */
export class HookReceiver {
  readonly #server: Server;
  readonly #ids = new Set<string>();
  #isHolding = false;
  #held: (() => void)[] = [];
  #awaited: { readonly count: number; readonly resolve: () => void } | undefined;
  lastBody = '';
  requests = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      void text(request).then((body) => {
        this.lastBody = body;
        this.requests += 1;
        this.#ids.add(String(request.headers['webhook-id'] ?? this.requests));
        if (this.#isHolding) this.#held.push(() => response.end());
        else response.end();
        if (this.#awaited !== undefined && this.#ids.size >= this.#awaited.count) this.#awaited.resolve();
      });
    });
  }

  static async open(): Promise<HookReceiver> {
    const receiver = new HookReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Different messages so far. */
  get messages(): number {
    return this.#ids.size;
  }

  hold(): void {
    this.#isHolding = true;
  }

  release(): void {
    this.#isHolding = false;
    for (const answer of this.#held) answer();
    this.#held = [];
  }

  /** Resolves when there are so many different messages. */
  count(count: number): Promise<void> {
    if (this.#ids.size >= count) return Promise.resolve();
    return new Promise((resolve) => {
      this.#awaited = { count, resolve };
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
