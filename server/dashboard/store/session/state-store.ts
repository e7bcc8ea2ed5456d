import { type ReadonlySignal, signal } from '@preact/signals';
import type { RestError } from '../../rest/rest-client.ts';
import type { SessionAction, SessionStateAnswer } from '../../rest/session-rest.ts';
import { Refresher } from './refresher.ts';
import type { SessionPorts } from './session-ports.ts';

/** Others may go live or end, too; the socket does not tell. */
const IDLE_MS = 10_000;

/** Whether a session is live, has ended and is replayed. */
export class StateStore {
  readonly #ports: SessionPorts;
  readonly #refresher: Refresher;
  readonly #state = signal<SessionStateAnswer | null>(null);

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    const { rest, now, random } = ports;
    const ask = async () => {
      this.#state.value = await rest.state();
    };
    this.#refresher = new Refresher({ ask, now, random, idleMs: IDLE_MS });
  }

  /** Null until the first answer. */
  get state(): ReadonlySignal<SessionStateAnswer | null> {
    return this.#state;
  }

  get problem(): ReadonlySignal<RestError | null> {
    return this.#refresher.problem;
  }

  reload(): void {
    this.#refresher.stir();
  }

  async act(action: SessionAction): Promise<void> {
    this.#state.value = await this.#ports.rest.act(action);
  }

  tick(): Promise<void> {
    return this.#refresher.tick();
  }
}
