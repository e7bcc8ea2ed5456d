import { type ReadonlySignal, signal } from '@preact/signals';
import { RestError } from '../../rest/rest-client.ts';

/** Runs questions one at a time, and keeps why the last one failed. */
export class Asking {
  readonly #problem = signal<RestError | null>(null);
  readonly #busy = signal(false);
  #last: Promise<unknown> = Promise.resolve();

  get problem(): ReadonlySignal<RestError | null> {
    return this.#problem;
  }

  get busy(): ReadonlySignal<boolean> {
    return this.#busy;
  }

  /** Resolves to whether it went well; never rejects. */
  run(ask: () => Promise<void>): Promise<boolean> {
    const run = this.#last.then(() => this.#run(ask));
    this.#last = run;
    return run;
  }

  async #run(ask: () => Promise<void>): Promise<boolean> {
    this.#busy.value = true;
    try {
      await ask();
      this.#problem.value = null;
      return true;
    } catch (error) {
      this.#problem.value =
        error instanceof RestError ? error : new RestError(0, 'unreadable', String(error));
      return false;
    } finally {
      this.#busy.value = false;
    }
  }
}
