import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Entry } from '../../server/live/changes.ts';
import { SECRET } from '../support/tokens.ts';
import type { FromNode, ToNode } from './node-messages.ts';

const SCRIPT = fileURLToPath(new URL('node-process.ts', import.meta.url));

const DEFAULTS = {
  PORT: '0',
  JWT_SECRET: SECRET,
  HEARTBEAT_SECONDS: '0.3',
  TIMEOUT_SECONDS: '20',
  RESUME_SECONDS: '3',
  LOG_LEVEL: 'error',
};

/** One node of several, a process of its own with a data folder that outlives its kills. */
export class TestNode {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'headcount-node-'));
  readonly #environment: Readonly<Record<string, string>>;
  readonly #onEntry: (entry: Entry) => void;
  #child: ChildProcess | undefined;
  #port = 0;
  /** What it has complained about. */
  complaints = '';

  constructor(environment: Readonly<Record<string, string>>, onEntry: (entry: Entry) => void = () => {}) {
    this.#environment = environment;
    this.#onEntry = onEntry;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Resolves when it listens, which it does before it has caught up. */
  async start(): Promise<this> {
    const env = { PATH: process.env.PATH, DATA_DIR: this.dataDir, ...DEFAULTS, ...this.#environment };
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT], {
      env: { ...env, ...(this.#port === 0 ? {} : { PORT: String(this.#port) }) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        this.complaints += String(data);
      });
    }
    child.on('message', (message: FromNode) => {
      if (message.kind === 'entry') this.#onEntry(message.entry);
    });
    this.#port = await Promise.race([this.#listening(child), this.#ended(child)]);
    return this;
  }

  /** State hashes after the latest entries, by position. */
  async hashes(): Promise<Map<string, string>> {
    const child = this.#running;
    const question: ToNode = 'hashes';
    child.send(question);
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromNode];
      if (message.kind === 'hashes') return new Map(message.hashes);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.#child?.kill(signal);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to stop; gives its exit code. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get #running(): ChildProcess {
    if (this.#child === undefined) throw new Error('the node has not been started');
    return this.#child;
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined) return null;
    const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  async #listening(child: ChildProcess): Promise<number> {
    for (;;) {
      const [message] = (await once(child, 'message')) as [FromNode];
      if (message.kind === 'listening') return message.port;
    }
  }

  async #ended(child: ChildProcess): Promise<never> {
    await once(child, 'exit');
    throw new Error(`the node ended: ${this.complaints}`);
  }
}
