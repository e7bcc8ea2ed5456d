import { crowd } from './crowd.ts';
import { textFrame } from './frames.ts';
import type { LoadSocket } from './web-socket.ts';

const SOCKETS = 100;
const EVERY_MS = 100;
/** Pings are no sign of life: a heartbeat comes with each. */
const BEAT = textFrame('h');

/** People who are connected all the while: how long the server takes to answer them. Its pong says that it got round to them. */
export class Echoes {
  readonly #sockets: readonly LoadSocket[];
  readonly #waiting = new Set<LoadSocket>();
  #spentMs: number[] = [];

  private constructor(sockets: readonly LoadSocket[]) {
    this.#sockets = sockets;
    let next = 0;
    setInterval(() => void this.#ping(next++), EVERY_MS / SOCKETS);
  }

  static async open(enter: (index: number) => Promise<LoadSocket>): Promise<Echoes> {
    return new Echoes(await crowd(SOCKETS, enter));
  }

  get count(): number {
    return this.#sockets.length;
  }

  /** ms that answers have taken since the last call. */
  take(): number[] {
    const spent = this.#spentMs;
    this.#spentMs = [];
    return spent;
  }

  async #ping(index: number): Promise<void> {
    const socket = this.#sockets[index % SOCKETS];
    if (socket === undefined || this.#waiting.has(socket)) return;
    this.#waiting.add(socket);
    const from = performance.now();
    socket.write(BEAT);
    try {
      await socket.drained();
    } catch {
      // Its server was stopped at the end of a run; one that was dropped before is missing in the count, and stays among the waiting.
      return;
    }
    this.#waiting.delete(socket);
    this.#spentMs.push(performance.now() - from);
  }
}
