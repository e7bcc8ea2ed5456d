import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Entry } from '../../server/live/changes.ts';
import { freePort } from '../support/free-port.ts';
import { guard } from '../support/process-guard.ts';
import { SECRET } from '../support/tokens.ts';
import type { FromNode, ToNode } from './node-messages.ts';

const SCRIPT = fileURLToPath(new URL('node-process.ts', import.meta.url));

const DEFAULTS = {
  JWT_SECRET: SECRET,
  HEARTBEAT_SECONDS: '0.3',
  HEARTBEAT_MAX_SECONDS: '0.3',
  // Longer than any test on a busy machine: most clients here never beat, and stay.
  TIMEOUT_SECONDS: '300',
  RESUME_SECONDS: '3',
  MAX_MESSAGES_PER_SECOND: '1000',
  LOG_LEVEL: 'error',
};

export type Environment = Readonly<Record<string, string>>;

/** One node of several, a process of its own with a data folder that outlives its kills. */
export class TestNode {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'headcount-node-'));
  readonly #environment: Environment;
  readonly #onEntry: (entry: Entry) => void;
  #child: ChildProcess | undefined;
  #port = 0;
  /** What it has complained about. */
  complaints = '';

  constructor(environment: Environment, onEntry: (entry: Entry) => void = () => {}) {
    this.#environment = environment;
    this.#onEntry = onEntry;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Resolves when it listens, which it does before it has caught up. */
  async start(): Promise<this> {
    if (this.#port === 0) this.#port = await freePort();
    const own = { PATH: process.env.PATH, DATA_DIR: this.dataDir, PORT: String(this.#port) };
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT], {
      env: { ...own, ...DEFAULTS, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    guard(child, this.dataDir);
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data) => {
        this.complaints += String(data);
      });
    }
    child.on('message', (message: FromNode) => {
      if (message.kind === 'entry') this.#onEntry(message.entry);
    });
    await this.#told(child, 'listening');
    return this;
  }

  /** State hashes after some of the latest entries, by position. */
  async hashes(): Promise<Map<string, string>> {
    const child = this.#running;
    const question: ToNode = 'hashes';
    child.send(question);
    return new Map((await this.#told(child, 'hashes')).hashes);
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

  /** Rejects when it ends before. */
  async #told<Kind extends FromNode['kind']>(child: ChildProcess, kind: Kind) {
    const over = new AbortController();
    const { signal } = over;
    const ended = once(child, 'exit', { signal }).then(() => {
      throw new Error(`the node ended: ${this.complaints}`);
    });
    try {
      return await Promise.race([next(child, kind, signal), ended]);
    } finally {
      ended.catch(() => {});
      over.abort();
    }
  }
}

function next<Kind extends FromNode['kind']>(
  child: ChildProcess,
  kind: Kind,
  signal: AbortSignal,
): Promise<Extract<FromNode, { kind: Kind }>> {
  return new Promise((resolve) => {
    const listen = (message: FromNode) => {
      if (message.kind === kind) resolve(message as Extract<FromNode, { kind: Kind }>);
    };
    child.on('message', listen);
    signal.addEventListener('abort', () => child.off('message', listen));
  });
}
