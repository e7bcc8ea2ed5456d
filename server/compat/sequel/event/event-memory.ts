import { hash } from 'node:crypto';
import type { ApiParts } from '../../../api/context.ts';
import { MINUTE_MS } from '../../../durations.ts';
import { totalsOfSessions } from '../../../figures/attendance-now.ts';
import { Remembered } from '../../../figures/remembered.ts';
import type { AskedEvent } from './asked-event.ts';

type Parts = Pick<ApiParts, 'history' | 'live'>;

interface MemoryOptions {
  /** Questions of which the figures are kept. */
  readonly most: number;
  /** There are names or texts among the figures: they are kept for a minute at most, since a name may change at any time. */
  readonly isNamed: boolean;
}

/**
 * Figures of events, worked out again when there is another presence or engagement in the event, or something of it was erased
 * or purged. Of a big event that takes seconds.
 */
export class EventMemory<Figures> {
  readonly #parts: Parts;
  readonly #isNamed: boolean;
  readonly #figures: Remembered<Figures>;

  constructor(parts: Parts, { most, isNamed }: MemoryOptions) {
    this.#parts = parts;
    this.#isNamed = isNamed;
    this.#figures = new Remembered(most);
  }

  /** `query`: what they depend on besides the event. */
  async get(asked: AskedEvent, query: object, work: () => Promise<Figures>): Promise<Figures> {
    const name = `${asked.event.row.key} ${JSON.stringify(query)}`;
    return this.#figures.get(name, await this.#stateOf(asked), work);
  }

  async #stateOf({ event, sessions, question }: AskedEvent): Promise<string> {
    const { history, live } = this.#parts;
    const rows = sessions.map(({ row }) => row);
    // While it is live there is another minute from time to time, even with nobody in it.
    const isLive = rows.some(({ windows }) => windows.at(-1)?.[1] === null);
    const sums = await totalsOfSessions(history, rows, question.through);
    const state = [
      [...sums],
      rows.map(({ windows }) => windows),
      await history.engagementCounts(event.row.key),
      live.lastErasure(event.row.tenant),
      (await history.purges()).find(({ organization }) => organization === event.row.organization),
      this.#isNamed || isLive ? Math.floor(question.through / MINUTE_MS) : null,
    ];
    return hash('sha256', JSON.stringify(state), 'base64');
  }
}
