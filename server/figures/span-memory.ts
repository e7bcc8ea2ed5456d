import type { History } from '../../storage/types.ts';
import { MINUTE_MS } from '../durations.ts';
import type { SessionState } from '../live/registry.ts';
import { digestOf, MinuteStates } from './minute-states.ts';
import { Remembered } from './remembered.ts';
import type { SpanQuestion } from './span-question.ts';

interface Asked {
  readonly question: SpanQuestion;
  /** Those that it asks about, and perhaps others. */
  readonly sessions: readonly SessionState[];
  /** Whatever else the figures depend on. */
  readonly more?: unknown;
}

/**
 * Figures of spans, made of minutes and attendees alone. They are remembered until there is another minute or attendee in a session
 * that the span touches: one that begins or ends within a minute is worked out each time, since what comes in the rest of it shows
 * in no sum.
 */
export class SpanMemory<Figures> {
  readonly #history: History;
  readonly #figures: Remembered<Figures>;

  constructor(history: History, most: number) {
    this.#history = history;
    this.#figures = new Remembered(most);
  }

  async get({ question, sessions, more }: Asked, work: () => Promise<Figures>): Promise<Figures> {
    const { from, to, through, mode } = question;
    const end = to > through ? null : to;
    if (from >= to || from % MINUTE_MS > 0 || (end ?? 0) % MINUTE_MS > 0) return work();
    const asked = question.sessions.map(({ key }) => key);
    const touched = new Set(await this.#history.sessionsOfSpan({ sessions: asked, from, to }));
    const used = sessions.filter(({ row }) => touched.has(row.key));
    const states = await MinuteStates.read(this.#history, used, through);
    const parts = question.sessions.map(({ key, part }) => (touched.has(key) ? [key, part] : []));
    return this.#figures.get(digestOf([parts, from, end, mode, more]), states.of(used), work);
  }
}
