import type { EngagedAttendee, History } from '../../storage/types.ts';
import type { SpanQuestion } from './span-question.ts';

const PAGE = 5000;

/** How often each attendee engaged in a span; to be asked for keys that rise. */
export class EngagementCursor {
  readonly #history: History;
  readonly #question: SpanQuestion;
  #page: readonly EngagedAttendee[] = [];
  #next = 0;
  #isLast = false;

  constructor(history: History, question: SpanQuestion) {
    this.#history = history;
    this.#question = question;
  }

  async countOf(attendeeKey: number): Promise<number> {
    for (;;) {
      for (let row = this.#page[this.#next]; row !== undefined; row = this.#page[++this.#next]) {
        if (row.attendeeKey === attendeeKey) return row.count;
        if (row.attendeeKey > attendeeKey) return 0;
      }
      if (this.#isLast) return 0;
      await this.#read(attendeeKey - 1);
    }
  }

  async #read(afterAttendee: number): Promise<void> {
    const { sessions, from, to } = this.#question;
    const keys = sessions.map(({ key }) => key);
    this.#page = await this.#history.engagedAttendees({
      sessions: keys,
      from,
      to,
      afterAttendee,
      limit: PAGE,
    });
    this.#next = 0;
    this.#isLast = this.#page.length < PAGE;
  }
}
