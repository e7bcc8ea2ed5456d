import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { inject } from 'vitest';
import { environmentOf, type RedisProgram } from '../setup/redis-program.ts';
import { guard } from './process-guard.ts';

/** Long, because the machine may be busy. */
const PATIENCE_MS = 30_000;

const READY = /Ready to accept connections|Sentinel ID is/;

/** Whether tests may start a Redis: for `describe.runIf`. */
export const canStartRedis = inject('redis').program !== null;

export function redisProgram(): RedisProgram {
  const { program, why } = inject('redis');
  if (program === null) throw new Error(`no redis-server: ${why}`);
  return program;
}

export class PortTakenError extends Error {}

/** A redis-server that runs, or has run, and all that it has printed. */
export class RedisProcess {
  readonly #child: ChildProcess;
  readonly #exit: Promise<void>;
  #output = '';
  /** Ended, and all that it printed has come. */
  #isOver = false;

  private constructor(child: ChildProcess) {
    this.#child = child;
    // What is wrong with the command line is said on the standard error.
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#exit = once(child, 'close').then(() => {
      this.#isOver = true;
    });
  }

  /** Resolves when it takes commands, with everything loaded from disk. */
  static async start(args: readonly string[], folder: string): Promise<RedisProcess> {
    const program = redisProgram();
    const child = spawn(program.server, args, {
      cwd: folder,
      env: environmentOf(program),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    guard(child, folder);
    const started = new RedisProcess(child);
    try {
      await started.printed(READY);
    } catch (error) {
      await started.end('SIGKILL');
      throw /Address already in use/.test(started.#output) ? new PortTakenError() : error;
    }
    return started;
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('never started');
    return this.#child.pid;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** How much it has printed: where to look from for what comes after this moment. */
  get mark(): number {
    return this.#output.length;
  }

  /** The first match in what it prints from a mark on. Rejects when it ends before. */
  async printed(pattern: RegExp, mark = 0): Promise<RegExpExecArray> {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const isLast = this.#isOver || patience.aborted;
      const found = pattern.exec(this.#output.slice(mark));
      if (found !== null) return found;
      if (isLast) throw new Error(`no ${pattern} in ${this.#output}`);
      await this.#moved(patience);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Sends the signal and waits for the end. */
  async end(name: NodeJS.Signals): Promise<void> {
    this.#child.kill(name);
    await this.#exit;
  }

  /** It has printed more, has ended, or patience has. */
  async #moved(patience: AbortSignal): Promise<void> {
    const { stdout } = this.#child;
    const printed = stdout ? once(stdout, 'data', { signal: patience }).catch(() => {}) : undefined;
    await Promise.race([this.#exit, printed]);
  }
}
