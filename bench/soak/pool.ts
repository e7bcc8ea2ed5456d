import { crowd } from '../load/crowd.ts';
import { paced } from '../load/paced.ts';
import { openSessionClient, subscribeToScope } from '../load/session-client.ts';
import { ask } from '../runner/asking.ts';
import type { ServerProcess } from '../runner/server-process.ts';
import { ACTS, Person } from './person.ts';

export const PEOPLE = 1000;
const SESSIONS = 10;
const DASHBOARDS = 20;
/** Of each kind of act, a second. */
const A_SECOND = 40;
const BEAT_SECONDS = 15;
const BEAT_TICK_MS = 50;

const session = (index: number) => `session-${index % SESSIONS}`;
const anySession = () => session(Math.floor(Math.random() * SESSIONS));

/** Everybody who uses the server: always the same people, in sessions that are always the same, watched by as many dashboards. */
export class Pool {
  readonly #server: ServerProcess;
  readonly #people: readonly Person[];
  #next = 0;

  private constructor(server: ServerProcess, people: readonly Person[]) {
    this.#server = server;
    this.#people = people;
  }

  static async gather(server: ServerProcess): Promise<Pool> {
    const people = Array.from(
      { length: PEOPLE },
      (_, index) => new Person(server.port, `person-${index}`, anySession),
    );
    await crowd(PEOPLE, async (index) => people[index]?.enter());
    await crowd(DASHBOARDS, async (index) => {
      const socket = await openSessionClient(server.port, `dashboard-${index}`, 'operator');
      await subscribeToScope(socket, 'organization:bench');
      await subscribeToScope(socket, `session:${session(index)}`);
    });
    const pool = new Pool(server, people);
    pool.#beat();
    return pool;
  }

  /** All kinds of acts for so long, then everybody is still; and what a back office asks now and then. */
  async live(ms: number): Promise<void> {
    const perSecond = ACTS.length * A_SECOND;
    await paced({ count: Math.round((perSecond * ms) / 1000), perSecond }, (index) => {
      const act = ACTS[index % ACTS.length];
      if (act !== undefined) this.#anybody().begin(act);
    });
    await Promise.all(this.#people.map((person) => person.still()));
    await crowd(SESSIONS, async (index) => {
      for (const path of [`sessions/${session(index)}/summary`, `sessions/${session(index)}/attendees`])
        await (await ask(this.#server, `/v1/${path}`)).arrayBuffer();
    });
  }

  /** Each gets their turn. */
  #anybody(): Person {
    const person = this.#people[this.#next++ % PEOPLE];
    if (person === undefined) throw new Error('there is nobody');
    return person;
  }

  /** Everybody once in the time between two heartbeats, evenly. */
  #beat(): void {
    let next = 0;
    let due = 0;
    setInterval(() => {
      due += (PEOPLE * BEAT_TICK_MS) / 1000 / BEAT_SECONDS;
      for (; due >= 1; due--) this.#people[next++ % PEOPLE]?.beat();
    }, BEAT_TICK_MS);
  }
}
