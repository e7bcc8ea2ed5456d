import { keepBeating } from './beating.ts';
import { crowd } from './crowd.ts';
import { textFrame } from './frames.ts';
import { paced } from './paced.ts';
import { openAttendee, SESSION } from './session-client.ts';
import type { LoadSocket } from './web-socket.ts';

const message = (value: object) => textFrame(JSON.stringify({ session: SESSION, ...value }));
const SENTENCES = ['Great talk so far', 'Could you zoom in a little?', 'Greetings from the back row'];

/** So much happens each second: three come, three go, three react, two write, and now and then somebody asks. */
const ACTS = [
  'leave',
  'join',
  'leave',
  'join',
  'leave',
  'join',
  'react',
  'react',
  'react',
  'chat',
  'chat',
] as const;
const ASKS_EVERY = 10 * ACTS.length;

/** A busy session. */
export class LiveRoom {
  readonly #people: readonly LoadSocket[];
  /** Who has left, the one who comes next first. */
  readonly #away: LoadSocket[] = [];
  #acts = 0;
  #left = 0;

  private constructor(people: readonly LoadSocket[]) {
    this.#people = people;
  }

  static async open(port: number, attendees: number): Promise<LiveRoom> {
    const people = await crowd(attendees, (index) => openAttendee(port, `a${index}`));
    keepBeating(people);
    return new LiveRoom(people);
  }

  /** Resolves after so many seconds. */
  async live(seconds: number): Promise<void> {
    await paced({ count: seconds * ACTS.length, perSecond: ACTS.length }, () => this.#act(this.#acts++));
  }

  #act(number: number): void {
    const act = ACTS[number % ACTS.length];
    const id = `act${number}`;
    if (number % ASKS_EVERY === 0)
      this.#engage(number, id, 'question.ask', { text: 'Will there be a recording?' });
    switch (act) {
      case 'leave':
        this.#leave();
        break;
      case 'join':
        this.#away.shift()?.write(message({ type: 'join' }));
        break;
      case 'react':
        this.#engage(number, id, 'reaction', { reaction: 'clap' });
        break;
      case 'chat':
        this.#engage(number, id, 'chat.message', { text: SENTENCES[number % SENTENCES.length] });
        break;
      default:
        break;
    }
  }

  #leave(): void {
    const person = this.#person(this.#left++);
    if (person === undefined) return;
    person.write(message({ type: 'leave' }));
    this.#away.push(person);
  }

  #engage(number: number, id: string, action: string, data: object): void {
    this.#person(this.#left + 100 + (number % 50))?.write(
      message({ type: 'engage', id: `${id} ${action}`, action, data }),
    );
  }

  #person(number: number): LoadSocket | undefined {
    return this.#people[number % this.#people.length];
  }
}
