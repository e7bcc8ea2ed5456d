import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SECRET } from './tokens.ts';

const START = join(import.meta.dirname, '../../dist/server/start.js');

/** A server as a process of its own, as the global set-up has built it: to be killed. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Resolves when it listens. Rejects with what it says when it exits instead. */
  static async start(environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
    const env = { PATH: process.env.PATH, PORT: '0', JWT_SECRET: SECRET, ...environment };
    const child = spawn(process.execPath, [START], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (data) => {
      complaint += String(data);
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const entry = JSON.parse(line) as { msg?: string; port?: number };
      if (entry.msg === 'listening' && entry.port !== undefined) {
        child.stdout.resume();
        return new ServerProcess(child, entry.port);
      }
    }
    throw new Error(`the server did not start: ${complaint}`);
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#gone();
  }

  /** Asks it to stop; gives its exit code. */
  async stop(): Promise<number | null> {
    this.#child.kill('SIGTERM');
    return this.#gone();
  }

  async #gone(): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }
}
