import { setTimeout as delay } from 'node:timers/promises';
import { createClient } from 'redis';
import { parseRedisUrl, type RedisTarget } from './redis-target.ts';

export interface SeriesConnectionOptions {
  /** As `REDIS_URL`. */
  readonly url: string;
  /** Told of each failing connection; it goes on trying. */
  readonly onError: (error: unknown) => void;
}

const TIMEOUT_MS = 2000;
const RECONNECT_MS = 500;

/** Refuses at once what is asked of it while Redis is away, and is there once: with Sentinel the next is of another server. */
const newClient = (url: string) =>
  createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: TIMEOUT_MS },
  });

/** Any client of `redis` with its modules. */
export type SeriesClient = ReturnType<typeof newClient>;

/** The connection for time series to whatever server is the one to write to. */
export class SeriesConnection {
  readonly #target: RedisTarget;
  readonly #onError: (error: unknown) => void;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #client: SeriesClient | undefined;
  #waiting: ((client: SeriesClient) => void)[] = [];

  /** Begins to connect. Throws on a URL that it does not understand. */
  constructor({ url, onError }: SeriesConnectionOptions) {
    this.#target = parseRedisUrl(url);
    this.#onError = onError;
    this.#running = this.#run();
  }

  /** Throws while there is none. */
  get client(): SeriesClient {
    if (!this.#client?.isReady) throw new Error('there is no connection to Redis');
    return this.#client;
  }

  /** Resolves with the client that there is, or the next. */
  ready(): Promise<SeriesClient> {
    if (this.#client?.isReady) return Promise.resolve(this.#client);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#client?.isReady) await this.#client.close();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await this.#once().catch(this.#onError);
      await delay(RECONNECT_MS, undefined, { signal }).catch(() => {});
    }
  }

  /** Until the connection ends. */
  async #once(): Promise<void> {
    const { url } = await this.#target({ timeoutMs: TIMEOUT_MS, signal: this.#stop.signal });
    const client = newClient(url);
    // A server that goes tells one of the two, whichever is first.
    const ended = new Promise<void>((resolve) => {
      client.on('end', resolve);
      client.on('error', (error) => {
        this.#onError(error);
        resolve();
      });
    });
    await client.connect().catch((error: unknown) => {
      if (client.isOpen) client.destroy();
      throw error;
    });
    this.#client = client;
    for (const resolve of this.#waiting.splice(0)) resolve(client);
    if (this.#stop.signal.aborted) await client.close();
    await ended;
    if (client.isOpen) client.destroy();
  }
}
