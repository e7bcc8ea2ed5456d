import { hash } from 'node:crypto';
import type { ApiParts } from '../../../api/context.ts';
import { totalsOfSessions } from '../../../figures/attendance-now.ts';
import { MINUTE_MS } from '../../../figures/minute-ranges.ts';
import { Remembered } from '../../../figures/remembered.ts';
import type { AskedEvent } from './asked-event.ts';

type Parts = Pick<ApiParts, 'history' | 'live'>;

/**
 * Figures of events, worked out again when there is another presence or engagement in the event, or somebody was erased; else
 * after a minute, since a name may change at any time. Of a big event that takes seconds.
 */
export class EventMemory<Figures> {
  readonly #parts: Parts;
  readonly #figures: Remembered<Figures>;

  /** `most`: questions of which the figures are kept. */
  constructor(parts: Parts, most = 100) {
    this.#parts = parts;
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
    const sums = await totalsOfSessions(history, rows, question.through);
    const state = [
      [...sums],
      rows.map(({ windows }) => windows),
      await history.engagementCounts(event.row.key),
      live.lastErasure(event.row.tenant),
      Math.floor(question.through / MINUTE_MS),
    ];
    return hash('sha256', JSON.stringify(state), 'base64');
  }
}
