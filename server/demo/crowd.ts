import { type Connection, connect } from '../../client-sdk/src/index.ts';
import { Person, type Stage } from './person.ts';
import { POLLS } from './programme.ts';
import { Random } from './random.ts';

export interface CrowdOptions {
  readonly stage: Stage;
  readonly seed: number;
  /** A token for each attendee. */
  readonly tokens: readonly string[];
  readonly moderatorToken: string;
  /** Most arrive within this time, ms. */
  readonly arrivalMs: number;
}

const POLL_EVERY_MS = 90_000;
const POLL_OPEN_MS = 60_000;

/** Attendees on real sockets, and a moderator who opens polls. The same seed gives the same crowd. */
export class Crowd {
  readonly #options: CrowdOptions;
  readonly #people: readonly Person[];
  readonly #moderator: Connection;
  readonly #timers: NodeJS.Timeout[] = [];
  #polls = 0;

  constructor(options: CrowdOptions) {
    this.#options = options;
    const { stage, seed, tokens, moderatorToken, arrivalMs } = options;
    const random = new Random(seed);
    this.#people = tokens.map((token) => new Person(stage, random.fork(), token));
    for (const person of this.#people) {
      // Most come in the middle of the arrival, a few early, a few late.
      person.arriveIn(((random.next() + random.next() + random.next()) / 3) * arrivalMs);
    }
    this.#moderator = connect({
      url: stage.url,
      token: moderatorToken,
      WebSocket: stage.webSocket,
      onError: () => {},
    });
    this.#timers.push(setInterval(() => this.#ask(), POLL_EVERY_MS));
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#moderator.close(), ...this.#people.map((person) => person.stop())]);
  }

  #ask(): void {
    const { stage, seed } = this.#options;
    const [room] = stage.rooms;
    const template = POLLS[this.#polls % POLLS.length];
    if (room === undefined || template === undefined) return;
    const poll = `poll-${seed}-${Date.now()}-${++this.#polls}`;
    const options = template.options.map((text, index) => ({ id: `o${index + 1}`, text }));
    const { question } = template;
    const opened = this.#moderator.engage(room.id, 'poll.open', { poll, question, type: 'single', options });
    opened.then(
      () => stage.openPolls.set(room.id, { poll, options: options.map(({ id }) => id) }),
      () => {},
    );
    const timer = setTimeout(() => {
      stage.openPolls.delete(room.id);
      this.#moderator.engage(room.id, 'poll.close', { poll }).catch(() => {});
    }, POLL_OPEN_MS);
    this.#timers.push(timer);
  }
}
