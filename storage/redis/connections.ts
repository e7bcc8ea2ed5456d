import { Link } from './link.ts';
import { explained, type LogStage, PasswordError } from './log-errors.ts';
import type { RedisTarget } from './redis-target.ts';

/** An error with what was being done. */
export class StageError extends Error {
  readonly stage: LogStage;

  constructor(stage: LogStage, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.stage = stage;
  }
}

/** Names what is being done when it fails. */
export async function during<T>(stage: LogStage, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof StageError ? error : new StageError(stage, error);
  }
}

/** Why the connection ended says more than what failed by it. */
async function behind(error: unknown, link: Link | undefined): Promise<unknown> {
  if (link === undefined || link.isOpen) return error;
  const cause = await link.ended;
  if (cause instanceof StageError) return cause;
  return new StageError(error instanceof StageError ? error.stage : 'connect', cause);
}

export interface ConnectionsOptions {
  readonly target: RedisTarget;
  readonly timeoutMs: number;
  /** What is done with a connection, until it ends. */
  readonly serve: (link: Link) => Promise<void>;
  readonly onError: (error: Error, stage: LogStage) => void;
  /** Whether it is over after this error. */
  readonly isFinal: (error: unknown) => boolean;
}

/** Between attempts: nodes come back within a second of Redis, and not all at once. */
const PAUSE_MS = { least: 100, most: 600 };
const REFUSED_PAUSE_MS = 1000;

/** One connection after the other, until it is stopped. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #stop = new AbortController();
  #link: Link | undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Resolves when it is stopped, or after a final error. Never rejects. */
  async run(): Promise<void> {
    while (!this.isStopped) {
      const failed = await this.#once();
      if (failed !== null) await this.pause(failed);
    }
  }

  /** The connection is given up for another one. */
  drop(cause: Error): void {
    this.#link?.end(cause);
  }

  stop(): void {
    this.#stop.abort();
    this.drop(new Error('the log is closed'));
  }

  /** Ends at once when it is stopped. */
  async pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
      signal.addEventListener('abort', done);
    });
  }

  /** How long to wait before the next attempt, null when there is none. */
  async #once(): Promise<number | null> {
    const { target, timeoutMs, serve, isFinal } = this.#options;
    let link: Link | undefined;
    try {
      link = await during('connect', Link.open(target, { timeoutMs, signal: this.#stop.signal }));
      this.#link = link;
      if (this.isStopped) return null;
      await serve(link);
      return 0;
    } catch (error) {
      if (isFinal(error)) this.#stop.abort();
      return this.#failed(await behind(error, link));
    } finally {
      link?.end(new Error('the log has no use for it'));
      this.#link = undefined;
    }
  }

  #failed(error: unknown): number | null {
    if (this.isStopped) return null;
    const cause = explained(error instanceof StageError ? error.cause : error);
    this.#options.onError(cause, error instanceof StageError ? error.stage : 'connect');
    if (cause instanceof PasswordError) return REFUSED_PAUSE_MS;
    return PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least);
  }
}
