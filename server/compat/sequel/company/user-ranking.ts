import type { History } from '../../../../storage/types.ts';
import { type EngagedQuestion, peopleByMinutes } from '../../../figures/engaged-people.ts';
import { MinuteStates } from '../../../figures/minute-states.ts';
import { Remembered } from '../../../figures/remembered.ts';

interface Ranking {
  /** Log time, ms. */
  readonly at: number;
  readonly keys: readonly number[];
}

/** Each has a number for everybody of an event. */
const MOST = 8;

/** For so long the pages after the first are of the same order, ms, whoever comes meanwhile. */
const PAGING_MS = 60_000;

/** Keys of the people of events, by minutes. */
export class UserRanking {
  readonly #history: History;
  readonly #rankings = new Remembered<Ranking>(MOST);

  constructor(history: History) {
    this.#history = history;
  }

  async of(question: EngagedQuestion, isFirstPage: boolean): Promise<readonly number[]> {
    const { event, sessions, mode, through: at } = question;
    const name = `${event} ${mode} ${sessions.map(({ row }) => row.key)}`;
    const last = isFirstPage ? undefined : await this.#rankings.last(name);
    if (last !== undefined && at - last.at < PAGING_MS) return last.keys;
    const states = await MinuteStates.read(this.#history, sessions, at);
    const { registered, noShows } = await this.#history.registrationCounts(event);
    const state = `${states.of(sessions)} ${registered} ${noShows}`;
    const work = async () => ({ at, keys: await peopleByMinutes(this.#history, question) });
    return (await this.#rankings.get(name, state, work)).keys;
  }
}
