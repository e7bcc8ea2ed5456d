import { type ReadonlySignal, signal } from '@preact/signals';
import type { EngagementMessage } from '../../../protocol/server-messages.ts';
import type { RestError } from '../../rest/rest-client.ts';
import type { ListAnswer, QuestionAnswer } from '../../rest/session-rest.ts';
import { Refresher } from './refresher.ts';
import type { SessionPorts } from './session-ports.ts';

/** So many are shown, those with the most votes. */
export const MAX_QUESTIONS = 100;
const IDLE_MS = 60_000;

/** The questions of a session, most votes first. The feed says when to ask for them again. */
export class QuestionsStore {
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #list = signal<ListAnswer<QuestionAnswer> | null>(null);

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { rest, now, random } = ports;
    const ask = async () => {
      this.#list.value = await rest.questions(MAX_QUESTIONS);
    };
    this.#refresher = new Refresher({ ask, now, random, idleMs: IDLE_MS });
  }

  /** Null until the first answer; with a cursor when there are more than are shown. */
  get list(): ReadonlySignal<ListAnswer<QuestionAnswer> | null> {
    return this.#list;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  take({ action }: EngagementMessage): void {
    if (action.startsWith('question.')) this.#refresher.stir();
  }

  reload(): void {
    this.#refresher.stir();
  }

  async answer(question: string, text: string): Promise<void> {
    await this.#ports.engage('question.answer', { question, text });
    this.#refresher.hurry();
    await this.tick();
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }
}
