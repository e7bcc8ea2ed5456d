import { type ReadonlySignal, signal } from '@preact/signals';
import type { OperationsAnswer } from '../../rest/operations-answers.ts';
import type { RestPort } from '../../rest/rest-client.ts';
import { Asking } from './asking.ts';

/** How the node that answers fares. */
export class NodeStore {
  readonly asking = new Asking();
  readonly #rest: RestPort;
  readonly #figures = signal<OperationsAnswer | null>(null);

  constructor(rest: RestPort) {
    this.#rest = rest;
  }

  /** Null until the first answer. */
  get figures(): ReadonlySignal<OperationsAnswer | null> {
    return this.#figures;
  }

  load(): Promise<boolean> {
    return this.asking.run(async () => {
      this.#figures.value = (await this.#rest.get('/v1/operations')) as OperationsAnswer;
    });
  }
}
