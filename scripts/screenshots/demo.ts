import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const built = join(dirname(fileURLToPath(import.meta.url)), '../../dist/server');
const LINK = /(http:\/\/\S+)\/#token=(\S+)&scope=event:summit/;

function run(program: string, args: readonly string[], dataDir: string): ChildProcess {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error' };
  return spawn(process.execPath, [join(built, program), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function firstMatch({ stdout }: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  if (stdout === null) throw new Error('its output is not read');
  for await (const line of createInterface({ input: stdout })) {
    const match = pattern.exec(line);
    if (match !== null) {
      stdout.resume();
      return match;
    }
  }
  throw new Error(`ended without printing ${pattern}`);
}

/** The demo in a process and a data folder of its own. */
export class Demo {
  readonly base: string;
  readonly operator: string;
  readonly #child: ChildProcess;
  readonly #dataDir: string;

  private constructor(child: ChildProcess, dataDir: string, [, base = '', operator = '']: RegExpExecArray) {
    this.#child = child;
    this.#dataDir = dataDir;
    this.base = base;
    this.operator = operator;
  }

  static async start(args: readonly string[]): Promise<Demo> {
    const dataDir = mkdtempSync(join(tmpdir(), 'headcount-screenshots-'));
    const child = run('demo.js', args, dataDir);
    return new Demo(child, dataDir, await firstMatch(child, LINK));
  }

  /** A token of another role, signed with the demo's own secret. */
  async token(role: string): Promise<string> {
    const child = run('token.js', ['--role', role, '--org', 'demo', '--sub', 'screenshots'], this.#dataDir);
    const [token] = await firstMatch(child, /^\S+$/);
    return token;
  }

  async call(method: string, path: string, body: object | string): Promise<void> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.operator}`,
        'content-type': typeof body === 'string' ? 'application/x-ndjson' : 'application/json',
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
