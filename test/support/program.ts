import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The programs that the build makes, as `npm start`, `npm run token` and `npm run demo` run them. */
export type ProgramName =
  | 'start'
  | 'token'
  | 'demo'
  | 'rules-raise'
  | 'backup'
  | 'restore'
  | 'check-data'
  | 'doctor';

export interface ProgramOptions {
  readonly args?: readonly string[];
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[];
  /** The whole environment but PATH: nothing of the developer's own gets in. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const built = (name: ProgramName) => new URL(`../../dist/server/${name}.js`, import.meta.url);

/** A running program, one of ours or any file, and all that it has said so far. */
export class Program {
  readonly exit: Promise<Exit>;
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';

  constructor(program: ProgramName | URL, { args = [], nodeArgs = [], env = {} }: ProgramOptions = {}) {
    const file = fileURLToPath(program instanceof URL ? program : built(program));
    this.#child = spawn(process.execPath, [...nodeArgs, file, ...args], {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.exit = once(this.#child, 'close').then(([code]) => ({
      code,
      stdout: this.#stdout,
      stderr: this.#stderr,
    }));
  }

  /** The first match in what the program prints on standard output. Rejects when it ends before. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    let found = pattern.exec(this.#stdout);
    while (found === null) {
      const ended = await Promise.race([
        this.exit,
        this.#child.stdout ? once(this.#child.stdout, 'data').then(() => undefined) : undefined,
      ]);
      found = pattern.exec(this.#stdout);
      if (ended && found === null) throw new Error(`ended with ${ended.code}: ${ended.stderr}`);
    }
    return found;
  }

  /** The port of the log line `listening`. */
  async port(): Promise<number> {
    const [, port] = await this.printed(/"port":(\d+),"msg":"listening"/);
    return Number(port);
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error('never started');
    return this.#child.pid;
  }

  /** All that it has printed on standard output. */
  get printedSoFar(): string {
    return this.#stdout;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    this.signal(signal);
    return this.exit;
  }
}
