import type { History } from '../../../storage/types.ts';
import { userActivities } from '../../compat/sequel/company/user-activity-rows.ts';
import { sequelQuestion, sessionsOfType } from '../../compat/sequel/question.ts';
import { peopleByMinutes } from '../../figures/engaged-people.ts';
import type { EventState } from '../../live/registry.ts';
import type { Told } from './body.ts';

/** Of all in one request, as many as this. */
const MOST_IN_ONE = 10_000;
/** Looked up at a time. */
const PART = 100;
/** So many lists are in memory at most: of the events whose ends are being told. */
const MAX_LISTS = 4;

export interface ParticipantParts {
  readonly history: History;
  readonly dataThrough: () => number;
}

interface Asked {
  readonly event: EventState;
  readonly keys: readonly number[];
}

const COMPONENT = { eventType: 'virtualStageEvent', engagementType: 'all' } as const;

/** Who was in the stage of an event, page by page; the pages of a message are parts of one list. */
export class ParticipantLists {
  readonly #parts: ParticipantParts;
  readonly #lists = new Map<string, Promise<readonly number[]>>();

  constructor(parts: ParticipantParts) {
    this.#parts = parts;
  }

  /** The users of a page with their engagement data, by engaged minutes, and where it stands among all. */
  async page({ message, endpoint, page }: Told, event: EventState | undefined) {
    const { flavour } = endpoint.details;
    const batch = flavour.kind === 'sequel' ? flavour.batchSize : null;
    const size = Math.min(batch ?? MOST_IN_ONE, MOST_IN_ONE);
    const all = event === undefined ? [] : await this.#list(`${endpoint.id} ${message.id}`, event, page);
    const keys = all.slice((page - 1) * size, page * size);
    const users = event === undefined ? [] : await this.#users({ event, keys });
    const hasMore = page * size < all.length;
    if (!hasMore) this.#lists.delete(`${endpoint.id} ${message.id}`);
    return { totalCount: all.length, page, size, users, hasMore };
  }

  #list(name: string, event: EventState, page: number): Promise<readonly number[]> {
    const known = page === 1 ? undefined : this.#lists.get(name);
    if (known !== undefined) return known;
    const list = this.#read(event);
    this.#lists.delete(name);
    this.#lists.set(name, list);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > MAX_LISTS && oldest !== undefined) this.#lists.delete(oldest);
    list.catch(() => this.#lists.delete(name));
    return list;
  }

  #read(event: EventState): Promise<readonly number[]> {
    const { history, dataThrough } = this.#parts;
    const sessions = sessionsOfType([...event.sessions], 'virtualStageEvent');
    const question = { event: event.row.key, sessions, mode: 'live', through: dataThrough() } as const;
    return peopleByMinutes(history, question);
  }

  async #users({ event, keys }: Asked) {
    const { history, dataThrough } = this.#parts;
    const through = dataThrough();
    const question = sequelQuestion([...event.sessions], COMPONENT, { from: 0, to: through + 1, through });
    const users: object[] = [];
    for (let first = 0; first < keys.length; first += PART) {
      const part = keys.slice(first, first + PART);
      const activities = await userActivities({ history }, { event, question }, part);
      for (const activity of activities) users.push({ _id: activity.uid, ...activity });
    }
    return users;
  }
}
