import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngagementMessage } from '../../../protocol/server-messages.ts';
import type { RestError } from '../../rest/rest-client.ts';
import type { PollAnswer } from '../../rest/session-rest.ts';
import { Refresher } from './refresher.ts';
import type { SessionPorts } from './session-ports.ts';

export interface NewPoll {
  readonly question: string;
  readonly type: PollAnswer['type'];
  /** Texts, in order; of a text poll none. */
  readonly options: readonly string[];
  readonly anonymous: boolean;
}

const IDLE_MS = 60_000;

/** The polls of a session. Their results are the server's: what the feed brings only says when to ask for them. */
export class PollsStore {
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #polls = signal<readonly PollAnswer[] | null>(null);

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { rest, now, random } = ports;
    const ask = async () => {
      const { items } = await rest.polls();
      this.#polls.value = items.toReversed();
    };
    this.#refresher = new Refresher({ ask, now, random, idleMs: IDLE_MS });
  }

  /** The newest first; null until the first answer. */
  get polls(): ReadonlySignal<readonly PollAnswer[] | null> {
    return this.#polls;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  take({ action }: EngagementMessage): void {
    if (action.startsWith('poll.')) this.#refresher.stir();
  }

  reload(): void {
    this.#refresher.stir();
  }

  async open({ question, type, options, anonymous }: NewPoll): Promise<void> {
    const { engage, now, random } = this.#ports;
    const poll = `poll-${now().toString(36)}-${random().toString(36).slice(2, 10)}`;
    const choices = options.map((text, index) => ({ id: `o${index + 1}`, text }));
    await engage('poll.open', { poll, question, type, options: choices, anonymous });
    this.#refresher.hurry();
    await this.tick();
  }

  async close(poll: string): Promise<void> {
    await this.#ports.engage('poll.close', { poll });
    this.#refresher.hurry();
    await this.tick();
  }

  /** With the options that it had. */
  async openAgain({ poll, question, type, options, anonymous }: PollAnswer): Promise<void> {
    const choices = options.map(({ id, text }) => ({ id, text }));
    await this.#ports.engage('poll.open', { poll, question, type, options: choices, anonymous });
    this.#refresher.hurry();
    await this.tick();
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }
}
