import { type ReadonlySignal, signal } from '@preact/signals';
import type { KeyAnswer, ListAnswer, NewKeyAnswer, Role } from '../../rest/operations-answers.ts';
import { type RestPort, segment } from '../../rest/rest-client.ts';
import { Asking } from './asking.ts';

export interface WantedKey {
  readonly name: string;
  readonly role: Role;
  /** Limits it to one event; empty: to none. */
  readonly event: string;
}

/** As many as a tenant may have. */
const ALL = 1000;

/** The API keys of the organization. The text of a new one is kept until the reader has put it away. */
export class KeysStore {
  readonly asking = new Asking();
  readonly #rest: RestPort;
  readonly #keys = signal<readonly KeyAnswer[] | null>(null);
  readonly #made = signal<NewKeyAnswer | null>(null);

  constructor(rest: RestPort) {
    this.#rest = rest;
  }

  /** Null until the first answer. */
  get keys(): ReadonlySignal<readonly KeyAnswer[] | null> {
    return this.#keys;
  }

  /** The key that was made last, with its text. */
  get made(): ReadonlySignal<NewKeyAnswer | null> {
    return this.#made;
  }

  load(): Promise<boolean> {
    return this.asking.run(() => this.#read());
  }

  make({ name, role, event }: WantedKey): Promise<boolean> {
    return this.asking.run(async () => {
      const body = { name: name.trim(), role, ...(event.trim() !== '' && { event: event.trim() }) };
      this.#made.value = (await this.#rest.post('/v1/keys', body)) as NewKeyAnswer;
      await this.#read();
    });
  }

  putAway(): void {
    this.#made.value = null;
  }

  remove(id: string): Promise<boolean> {
    return this.asking.run(async () => {
      await this.#rest.remove(`/v1/keys/${segment(id)}`);
      if (this.#made.value?.id === id) this.#made.value = null;
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    const answer = (await this.#rest.get(`/v1/keys?limit=${ALL}`)) as ListAnswer<KeyAnswer>;
    this.#keys.value = answer.items;
  }
}
