import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'redis';
import { findRedis } from '../../test/setup/redis.ts';
import { environmentOf } from '../../test/setup/redis-program.ts';
import { quietPort } from '../../test/support/quiet-port.ts';

const POLL_MS = 50;

/** An empty Redis with TimeSeries of this measurement. */
export class Redis {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  static async start(folder: string): Promise<Redis> {
    const { program, why } = await findRedis();
    if (program === null) throw new Error(`no redis-server: ${why}`);
    const port = String(quietPort());
    const args = ['--port', port, '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
    const child = spawn(program.server, [...args, '--loadmodule', program.module], {
      env: environmentOf(program),
      stdio: 'ignore',
    });
    process.once('exit', () => child.kill('SIGKILL'));
    const redis = new Redis(child, `redis://127.0.0.1:${port}`);
    await redis.#answers();
    return redis;
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #answers(): Promise<void> {
    const client = createClient({ url: this.url, socket: { reconnectStrategy: () => POLL_MS } });
    client.on('error', () => {});
    await client.connect();
    await client.close();
  }
}
