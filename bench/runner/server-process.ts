import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoopFigures } from '../servers/loop-watch.ts';
import type { AppliedJoins, Order, Resources, Usage } from '../servers/orders.ts';

export type ServerName =
  | 'headcount'
  | 'bare-uws'
  | 'bare-posts'
  | 'bare-presence'
  | 'socketio-uws'
  | 'socketio-presence-uws'
  | 'socketio-presence-ws'
  | 'soketi';

export interface ServerOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Flags for Node, besides those that every server gets. */
  readonly nodeFlags: readonly string[];
}

/** A server in a process of its own, and what it says of itself. */
export class ServerProcess {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async start(name: ServerName, { settings = {}, nodeFlags }: ServerOptions): Promise<ServerProcess> {
    const file = fileURLToPath(new URL(`./servers/${name}.js`, import.meta.url));
    const child = fork(file, [JSON.stringify(settings)], {
      execArgv: ['--expose-gc', '--no-warnings', ...nodeFlags],
    });
    const died = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${code}`);
    });
    // Once it runs nobody waits for this any more: later deaths show as a channel that is closed.
    died.catch(() => undefined);
    const [{ port }] = (await Promise.race([once(child, 'message'), died])) as [{ port: number }];
    return new ServerProcess(child, port);
  }

  usage(): Promise<Usage> {
    return this.#ask('usage');
  }

  /** Usage after everything that nobody needs has been given back. */
  collected(): Promise<Usage> {
    return this.#ask('collect');
  }

  /** From now on its event loop is watched; what was seen before is forgotten. */
  async watch(): Promise<void> {
    await this.#ask('watch');
  }

  watched(): Promise<LoopFigures> {
    return this.#ask('watched');
  }

  /** Of a server that was asked to remember them. */
  joins(): Promise<AppliedJoins> {
    return this.#ask('joins');
  }

  resources(): Promise<Resources> {
    return this.#ask('resources');
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** At once, as a crash would, and without a goodbye. Once is enough. */
  async stop(): Promise<void> {
    if (!this.#child.connected) return;
    const exited = once(this.#child, 'exit');
    this.#child.send('stop' satisfies Order);
    await exited;
  }

  async #ask<Answer>(order: Order): Promise<Answer> {
    const answer = once(this.#child, 'message');
    this.#child.send(order);
    const [said] = (await answer) as [Answer];
    return said;
  }
}
