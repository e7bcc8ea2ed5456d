import { type Attempt, type Client, openClient } from './client.ts';
import type { RedisTarget } from './redis-target.ts';

/** The two connections of a log to one server: who blocks in reading cannot write. Both end together, for good. */
export class Link {
  readonly writer: Client;
  readonly #reader: Client;
  readonly #state: LinkState;
  readonly #timeoutMs: number;

  private constructor({ writer, reader, state, timeoutMs }: Parts) {
    this.writer = writer;
    this.#reader = reader;
    this.#state = state;
    this.#timeoutMs = timeoutMs;
  }

  static async open(target: RedisTarget, attempt: Attempt): Promise<Link> {
    const { url } = await target(attempt);
    const { timeoutMs } = attempt;
    const state = new LinkState();
    const open = async () => state.add(await openClient({ url, ...attempt, onEnd: (e) => state.end(e) }));
    const [writer, reader] = await Promise.allSettled([open(), open()]);
    if (writer.status === 'fulfilled' && reader.status === 'fulfilled' && state.isOpen) {
      return new Link({ writer: writer.value, reader: reader.value, state, timeoutMs });
    }
    const failed = [writer, reader].find((result) => result.status === 'rejected');
    const cause = failed?.reason ?? (await state.ended);
    state.end(cause);
    throw cause;
  }

  get isOpen(): boolean {
    return this.#state.isOpen;
  }

  /** Resolves with the cause when the connections have ended. */
  get ended(): Promise<Error> {
    return this.#state.ended;
  }

  /** What is not answered in time ends the connections. */
  write(...args: readonly string[]): Promise<unknown> {
    return this.within(this.#timeoutMs, this.writer.sendCommand([...args]));
  }

  /** Of a command that may block so long. */
  read(blockMs: number, ...args: readonly string[]): Promise<unknown> {
    return this.within(blockMs + this.#timeoutMs, this.#reader.sendCommand([...args]));
  }

  async within<T>(ms: number, answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.end(new Error(`Redis has not answered for ${ms} ms`)), ms);
    try {
      return await answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whatever is unanswered rejects. */
  end(cause: Error): void {
    this.#state.end(cause);
  }
}

interface Parts {
  readonly writer: Client;
  readonly reader: Client;
  readonly state: LinkState;
  readonly timeoutMs: number;
}

class LinkState {
  readonly ended: Promise<Error>;
  readonly #clients: Client[] = [];
  #resolve: (cause: Error) => void = () => {};
  #isOpen = true;

  constructor() {
    this.ended = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  add(client: Client): Client {
    this.#clients.push(client);
    if (!this.#isOpen) client.destroy();
    return client;
  }

  end(cause: Error): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const client of this.#clients) if (client.isOpen) client.destroy();
    this.#resolve(cause);
  }
}
