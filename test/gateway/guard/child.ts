import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('socketio-process.ts', import.meta.url));

export interface State {
  /** Engine.IO's clients. */
  readonly clients: number;
  readonly sockets: number;
  readonly slow: number;
}

/** Socket.IO in a process of its own, since it may well die. */
export class SocketIoProcess {
  readonly port: number;
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  readonly #process: ChildProcess;
  readonly #lines: Interface;

  private constructor(process: ChildProcess, lines: Interface, port: number) {
    this.#process = process;
    this.#lines = lines;
    this.port = port;
    this.exited = once(process, 'exit').then(([code]) => code as number | null);
  }

  /** `atTheEnd` is told how to end it. */
  static async start(
    atTheEnd: (end: () => void) => void,
    ...args: readonly string[]
  ): Promise<SocketIoProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, ...args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    atTheEnd(() => {
      child.kill('SIGKILL');
    });
    const lines = createInterface({ input: child.stdout });
    const died = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the process ended at once with ${code ?? signal}`);
    });
    const [line] = (await Promise.race([once(lines, 'line'), died])) as [string];
    died.catch(() => {});
    return new SocketIoProcess(child, lines, (JSON.parse(line) as { port: number }).port);
  }

  state(): Promise<State> {
    return this.#ask('state');
  }

  /** Sends so many messages of so many bytes to everybody. */
  broadcast(count: number, bytes: number): Promise<State> {
    return this.#ask(`broadcast ${count} ${bytes}`);
  }

  /** Sends everybody an event. */
  say(event: string): Promise<State> {
    return this.#ask(`say ${event}`);
  }

  async #ask(command: string): Promise<State> {
    const answer = once(this.#lines, 'line');
    this.#process.stdin?.write(`${command}\n`);
    const [line] = (await answer) as [string];
    return JSON.parse(line) as State;
  }
}
