import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ArrivalsOrder, Arrived } from '../load/arrivals.ts';

/** Attendees in a process of their own. */
export class ArrivalsProcess {
  readonly #child: ChildProcess;
  readonly #arrived: Promise<Arrived>;

  constructor(order: ArrivalsOrder) {
    const file = fileURLToPath(new URL('./load/arrivals.js', import.meta.url));
    this.#child = fork(file, [JSON.stringify(order)], { execArgv: [] });
    this.#arrived = Promise.race([
      once(this.#child, 'message').then(([arrived]) => arrived as Arrived),
      once(this.#child, 'exit').then(([code]) => Promise.reject(new Error(`arrivals ended with ${code}`))),
    ]);
    // Whoever asks is told; once all have come nobody does.
    this.#arrived.catch(() => undefined);
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves when all have come and were answered. */
  arrived(): Promise<Arrived> {
    return this.#arrived;
  }

  stop(): void {
    this.#child.kill('SIGKILL');
  }
}
