import { type ReadonlySignal, signal } from '@preact/signals';
import { askPolls, askQuestions, askVotes } from '../../rest/replay-questions.ts';
import type { PollAnswer, QuestionAnswer } from '../../rest/session-rest.ts';
import { countUntil } from './instants.ts';
import type { LoaderScope } from './window-loader.ts';

/** Votes of a session that are read; of more than that, none are told. */
const MAX_VOTES = 20_000;
/** Polls and questions that are shown. */
const SHOWN = 8;

export interface ReplayQuestion extends QuestionAnswer {
  /** Null: more than can be told. */
  readonly votesThen: number | null;
}

function questionOf(data: unknown): string {
  const id = (data as Readonly<Record<string, unknown>> | null)?.question;
  return typeof id === 'string' ? id : '';
}

/** Polls and questions as they stood. Asked for again as time goes on, one question at a time. */
export class TalkStore {
  readonly #scope: LoaderScope;
  readonly #polls = signal<readonly PollAnswer[] | null>(null);
  readonly #questions = signal<readonly QuestionAnswer[]>([]);
  #votes: ReadonlyMap<string, Float64Array> | null = new Map();
  #askedAt = -1;
  #busy = false;

  constructor(scope: LoaderScope) {
    this.#scope = scope;
  }

  /** The latest that were opened, those that were open first; null until the first answer. */
  get polls(): ReadonlySignal<readonly PollAnswer[] | null> {
    return this.#polls;
  }

  /** Reads what does not depend on the instant. */
  async open(): Promise<void> {
    const { rest, parts, sessions, span } = this.#scope;
    this.#questions.value = await askQuestions(rest, parts, span);
    if (this.#questions.value.length > 0) await this.#readVotes(sessions);
  }

  /** Questions that had been asked, most votes first. */
  questionsAt(at: number): readonly ReplayQuestion[] {
    return this.#questions.value
      .filter((question) => Date.parse(question.at) <= at)
      .map((question) => ({ ...question, votesThen: this.#votesAt(question.id, at) }))
      .sort((a, b) => (b.votesThen ?? 0) - (a.votesThen ?? 0))
      .slice(0, SHOWN);
  }

  /** Asks for the polls of an instant, unless that is being done. */
  async follow(at: number): Promise<void> {
    if (this.#busy || at === this.#askedAt) return;
    this.#busy = true;
    this.#askedAt = at;
    try {
      const { rest, parts, span } = this.#scope;
      const known = await askPolls(rest, parts, { from: span.from, to: at + 1 });
      // Of polls the server tells when they were opened first and closed last.
      const opened = known.filter(({ openedAt }) => Date.parse(openedAt) <= at);
      const then = opened.map((poll) => ({
        ...poll,
        open: poll.closedAt === null || Date.parse(poll.closedAt) > at,
      }));
      this.#polls.value = [
        ...then.filter(({ open }) => open),
        ...then.filter(({ open }) => !open).reverse(),
      ].slice(0, SHOWN);
    } finally {
      this.#busy = false;
    }
  }

  #votesAt(id: string, at: number): number | null {
    if (this.#votes === null) return null;
    return countUntil(this.#votes.get(id) ?? [], at);
  }

  async #readVotes(sessions: readonly string[]): Promise<void> {
    const votes = new Map<string, number[]>();
    let count = 0;
    for (const session of sessions) {
      for (const { data, at } of await askVotes(this.#scope.rest, session, this.#scope.span, MAX_VOTES)) {
        const id = questionOf(data);
        const times = votes.get(id);
        if (times) times.push(Date.parse(at));
        else votes.set(id, [Date.parse(at)]);
        count++;
      }
      if (count < MAX_VOTES) continue;
      this.#votes = null;
      return;
    }
    this.#votes = new Map([...votes].map(([id, times]) => [id, Float64Array.from(times).sort()]));
  }
}
