import type { ErrorCode } from '../protocol/error-codes.ts';

/** What the gateway counts of itself, for the metrics. Plain numbers, so that counting costs nothing. */
export class GatewayStats {
  connections = 0;
  connectionsOpened = 0;
  heartbeats = 0;
  readonly messages = new Map<string, number>();
  readonly errors = new Map<string, number>();
  readonly closes = new Map<string, number>();
  /** Connections closed because they did not read. */
  slowReaders = 0;
  readonly #slow = new WeakSet<object>();

  /** Gives whether it is new: uWS tells it for each message that it drops until the socket is gone. */
  noteSlowReader(socket: object): boolean {
    if (this.#slow.has(socket)) return false;
    this.#slow.add(socket);
    this.slowReaders++;
    bump(this.errors, 'slow_reader' satisfies ErrorCode);
    return true;
  }
}

export function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
