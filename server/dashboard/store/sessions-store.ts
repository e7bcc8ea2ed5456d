import { type ReadonlySignal, signal } from '@preact/signals';
import type { SessionAnswer } from '../rest/answers.ts';
import type { RestError, RestPort } from '../rest/rest-client.ts';
import { MinutePoll } from './minute-poll.ts';
import type { ServerClock } from './server-clock.ts';

export interface SessionsOptions {
  readonly event: string;
  readonly rest: RestPort;
  readonly clock: ServerClock;
  readonly random: () => number;
}

/** The sessions of an event; new ones appear within a minute. */
export class SessionsStore {
  readonly #poll: MinutePoll;
  readonly #items = signal<readonly SessionAnswer[] | null>(null);

  constructor({ event, rest, clock, random }: SessionsOptions) {
    const ask = async () => {
      this.#items.value = await rest.sessions(event);
      return 'complete' as const;
    };
    this.#poll = new MinutePoll({ ask, clock, random });
  }

  /** Null until the first answer. */
  get items(): ReadonlySignal<readonly SessionAnswer[] | null> {
    return this.#items;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#poll.problem;
  }

  tick(): Promise<void> {
    return this.#poll.tick();
  }

  hurry(): void {
    this.#poll.hurry();
  }
}
