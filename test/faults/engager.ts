import { randomUUID } from 'node:crypto';
import type { Random } from '../../server/demo/random.ts';
import type { Tenant } from '../support/tenant.ts';
import type { Frame } from '../support/test-client.ts';

type Engagement = Frame & { readonly id: string };

const reaction = (): Engagement => ({
  type: 'engage',
  id: randomUUID(),
  action: 'reaction',
  data: { reaction: 'clap' },
});

/** Somebody who comes, engages and goes without end, however often the server dies, and says again what was not acknowledged. */
export class Engager {
  readonly acknowledged = new Set<string>();
  readonly #name: string;
  readonly #sessions: readonly string[];
  readonly #random: Random;
  #last: Engagement | undefined;

  constructor(name: string, sessions: readonly string[], random: Random) {
    this.#name = name;
    this.#sessions = sessions;
    this.#random = random;
  }

  /** Ends when the server does. */
  async live(tenant: Tenant, onAcknowledged: () => void): Promise<void> {
    const client = await tenant.connect(this.#name);
    for (;;) {
      const session = this.#random.pick(this.#sessions.map((id) => [id, 1] as const));
      await client.join(session);
      for (let count = 0; count < 5; count++) {
        const frame = this.#next(session);
        await client.ask(frame, 'ack');
        this.acknowledged.add(frame.id);
        onAcknowledged();
      }
      if (this.#random.chance(0.5)) await client.leave(session);
    }
  }

  /** The last one again, acknowledged or not, as often as a new one after a crash: a repetition counts once. */
  #next(session: string): Engagement {
    const isAgain = this.#last !== undefined && (this.#isUnknown(this.#last) || this.#random.chance(0.2));
    const frame = isAgain && this.#last ? this.#last : reaction();
    this.#last = frame;
    return { ...frame, session };
  }

  #isUnknown({ id }: Engagement): boolean {
    return !this.acknowledged.has(id);
  }
}
