import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'redis';
import { environmentOf, type RedisProgram } from '../../test/setup/redis-program.ts';
import { guard } from '../../test/support/process-guard.ts';
import { quietPort } from '../../test/support/quiet-port.ts';

const connectTo = (url: string) => createClient({ url }).connect();

/** A client of the bench itself, for its controls and what it writes by hand. */
export type BenchClient = Awaited<ReturnType<typeof connectTo>>;

/** A Redis with TimeSeries and an append-only file that is synced once a second. */
export class RedisServer {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #clients: BenchClient[] = [];

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(program: RedisProgram, folder: string): Promise<RedisServer> {
    const port = quietPort();
    const settings = { port, bind: '127.0.0.1', dir: folder, loadmodule: program.module };
    const durable = { appendonly: 'yes', appendfsync: 'everysec', save: '' };
    const args = Object.entries({ ...settings, ...durable }).flatMap(([name, value]) => [
      `--${name}`,
      String(value),
    ]);
    const child = spawn(program.server, args, {
      env: environmentOf(program),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    guard(child, folder);
    await isReady(child);
    return new RedisServer(child, `redis://127.0.0.1:${port}`);
  }

  async connect(): Promise<BenchClient> {
    const client = await connectTo(this.url);
    client.on('error', () => undefined);
    this.#clients.push(client);
    return client;
  }

  /** User and system time of the whole process, its background threads with it, ms. */
  async cpuMs(): Promise<number> {
    return 1000 * ((await this.#info('used_cpu_user')) + (await this.#info('used_cpu_sys')));
  }

  async memoryBytes(): Promise<number> {
    return this.#info('used_memory');
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #info(name: string): Promise<number> {
    const [client = await this.connect()] = this.#clients;
    const [, value] = new RegExp(`^${name}:([\\d.]+)`, 'm').exec(await client.info()) ?? [];
    return Number(value);
  }
}

async function isReady({ stdout, pid }: ChildProcess): Promise<void> {
  let printed = '';
  for await (const text of stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    printed += String(text);
    if (printed.includes('Ready to accept connections')) {
      stdout?.resume();
      return;
    }
  }
  throw new Error(`Redis (${pid}) did not start: ${printed}`);
}
