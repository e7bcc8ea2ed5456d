import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { onTestFinished } from 'vitest';
import { quietPort } from './quiet-port.ts';
import { PortTakenError, RedisProcess, redisProgram } from './redis-process.ts';

/** Lines of redis.conf, such as `{ appendonly: 'yes', appendfsync: 'always' }`; a list where one takes several words. */
export type RedisSettings = Readonly<Record<string, string | readonly string[]>>;

/** Where a server lives, over all its restarts. */
export interface Place {
  readonly port: number;
  readonly folder: string;
}

type CommandLine = (place: Place) => readonly string[];

const PORTS_TO_TRY = 20;

/** Without settings: nothing is written to disk. */
const DEFAULTS: RedisSettings = { bind: '127.0.0.1', save: '', appendonly: 'no' };

const asArguments = (settings: RedisSettings) =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, ...[value].flat()]);

const serverWith = (settings: RedisSettings): CommandLine => {
  const { module } = redisProgram();
  const all = { ...DEFAULTS, ...settings };
  return ({ port, folder }) => [
    ...asArguments({ port: String(port), dir: folder, loadmodule: module }),
    ...asArguments(all),
  ];
};

/** A Redis with TimeSeries of a test's own, in a temporary folder, to be killed and restarted in its place. */
export class RedisServer implements Place {
  readonly port: number;
  readonly folder: string;
  readonly #commandLine: CommandLine;
  #process: RedisProcess;

  private constructor(place: Place, commandLine: CommandLine, process: RedisProcess) {
    this.port = place.port;
    this.folder = place.folder;
    this.#commandLine = commandLine;
    this.#process = process;
  }

  /** For `beforeAll`: whoever starts it calls `close`. */
  static start(settings: RedisSettings = {}): Promise<RedisServer> {
    return RedisServer.run(serverWith(settings));
  }

  /** A server with any command line; one whose port is taken is started again with another. */
  static async run(commandLine: CommandLine): Promise<RedisServer> {
    for (let left = PORTS_TO_TRY; ; left -= 1) {
      const folder = mkdtempSync(join(tmpdir(), 'headcount-redis-'));
      const place = { port: quietPort(), folder };
      try {
        return new RedisServer(place, commandLine, await RedisProcess.start(commandLine(place), folder));
      } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        if (!(error instanceof PortTakenError) || left === 1) throw error;
      }
    }
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Of the process that runs, or ran last: another one after a restart. */
  get pid(): number {
    return this.#process.pid;
  }

  get isRunning(): boolean {
    return this.#process.isRunning;
  }

  /** For `printed`: what is printed from now on. */
  get mark(): number {
    return this.#process.mark;
  }

  /** The first match in its log since the last start, or since a mark. */
  printed(pattern: RegExp, mark?: number): Promise<RegExpExecArray> {
    return this.#process.printed(pattern, mark);
  }

  /** As a crash does. */
  kill(): Promise<void> {
    return this.#process.end('SIGKILL');
  }

  /** It answers nothing, and its connections stay open, until `cont`. */
  stop(): void {
    this.#process.signal('SIGSTOP');
  }

  cont(): void {
    this.#process.signal('SIGCONT');
  }

  /** Asks it to end; with an AOF everything is on disk then. */
  shutdown(): Promise<void> {
    const ended = this.#process.end('SIGTERM');
    // A stopped process would never see that it was asked.
    this.cont();
    return ended;
  }

  /** Starts it again on its port, after a shutdown where it still runs; wiped, it has lost its disk. */
  async restart({ wipe = false }: { readonly wipe?: boolean } = {}): Promise<void> {
    if (this.isRunning) await this.shutdown();
    if (wipe) rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    this.#process = await RedisProcess.start(this.#commandLine(this), this.folder);
  }

  /** One command over a connection of its own (so nothing for WAIT to wait for), with the reply as RESP 3 has it. */
  async command(...args: readonly string[]): Promise<unknown> {
    const client = createClient({ url: this.url, socket: { reconnectStrategy: false } });
    // Told by what rejects.
    client.on('error', () => {});
    await client.connect();
    try {
      return await client.sendCommand([...args]);
    } finally {
      client.destroy();
    }
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A server that goes when the test has finished. */
export async function startRedis(settings?: RedisSettings): Promise<RedisServer> {
  const server = await RedisServer.start(settings);
  onTestFinished(() => server.close());
  return server;
}
