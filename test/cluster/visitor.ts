import { setTimeout } from 'node:timers/promises';
import { backoffMs } from '../../client-sdk/src/backoff.ts';
import type { Random } from '../../server/demo/random.ts';
import type { CountersMessage } from '../../server/protocol/server-messages.ts';
import type { Tenant } from '../support/tenant.ts';
import type { TestClient } from '../support/test-client.ts';

const BEAT_MS = 5_000;

export interface VisitorOptions {
  readonly name: string;
  readonly random: Random;
  /** A node that takes connections, as a load balancer finds one. */
  readonly place: () => Tenant;
  /** What to do once it is connected. */
  readonly enter: (client: TestClient) => Promise<unknown>;
}

/** Somebody whose connection is to hold: after its end they come back as the SDK does. */
export class Visitor {
  readonly #options: VisitorOptions;
  #client: TestClient | undefined;
  #isIn = false;
  #isLeaving = false;
  #onIn: () => void = () => {};

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  get isIn(): boolean {
    return this.#isIn;
  }

  /** Resolves when they are in for the first time. */
  come(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIn = resolve;
      void this.#stay();
    });
  }

  goAway(): void {
    this.#isLeaving = true;
    this.#client?.cut();
  }

  async #stay(): Promise<void> {
    const random = () => this.#options.random.next();
    for (let attempt = 0; !this.#isLeaving; attempt++) {
      const end = await this.#once();
      if (this.#isIn) attempt = 0;
      this.#isIn = false;
      if (!this.#isLeaving) await setTimeout(backoffMs({ attempt, ...end, random }));
    }
  }

  /** One connection, to its end; gives the code of the close, and when the server has asked to come back. */
  async #once(): Promise<{ closeCode: number; askedMs?: number }> {
    const { place, name, enter } = this.#options;
    try {
      this.#client = await place().connect(name);
      this.#client.beat(BEAT_MS);
      await enter(this.#client);
      this.#isIn = true;
      this.#onIn();
    } catch {
      this.#client?.cut();
    }
    const closeCode = (await this.#client?.closed)?.code ?? 0;
    const [closing] = this.#client?.inbox.waiting('closing') ?? [];
    const { retryAfterSeconds } = closing ?? {};
    return retryAfterSeconds === undefined ? { closeCode } : { closeCode, askedMs: retryAfterSeconds * 1000 };
  }
}

/** Follows the counters of the hall, wherever it is connected. */
export function watcher(options: Omit<VisitorOptions, 'enter'>, pushed: CountersMessage[]): Visitor {
  return new Visitor({
    ...options,
    enter: async (client) => {
      pushed.push(await client.subscribe('session:hall'));
      void follow(client, pushed).catch(() => {});
    },
  });
}

async function follow(client: TestClient, pushed: CountersMessage[]): Promise<never> {
  for (;;) pushed.push(await client.counters(() => true));
}
