import type { History, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { listOf, textOf } from './engagement-texts.ts';
import { type TalkSpan, talkPages } from './talk-pages.ts';

export type PollType = 'single' | 'multiple' | 'text';

export interface PollOption {
  readonly id: string;
  readonly text: string;
  readonly votes: number;
  /** Of the respondents who chose it, to two decimals; null when nobody answered. */
  readonly percentage: number | null;
}

/** Times in ms. */
export interface PollFigures {
  readonly session: ScopeKey;
  readonly poll: string;
  readonly question: string;
  readonly type: PollType;
  readonly anonymous: boolean;
  readonly open: boolean;
  /** When it was first opened, and the key of that row. */
  readonly openedAt: number;
  readonly key: number;
  /** When it was last closed; null while it is open. */
  readonly closedAt: number | null;
  /** Attendees with an answer. */
  readonly respondents: number;
  /** Answers given, those that were replaced later among them. */
  readonly answers: number;
  /** As last opened; options of an earlier opening that somebody chose come after them. */
  readonly options: readonly PollOption[];
  /** The latest answers to a text poll, newest first. */
  readonly texts: readonly string[];
}

/** So many text answers come with the poll itself; all are in the list of its answers. */
const MAX_TEXTS = 100;

interface Definition {
  readonly question: string;
  readonly type: PollType;
  readonly anonymous: boolean;
  readonly options: readonly { readonly id: string; readonly text: string }[];
}

function typeOf(row: TalkRow): PollType {
  const type = textOf(row, 'type');
  return type === 'multiple' || type === 'text' ? type : 'single';
}

function definitionOf(row: TalkRow): Definition {
  const options = listOf(row, 'options').map((option) => ({
    id: textOf({ data: option }, 'id'),
    text: textOf({ data: option }, 'text'),
  }));
  const { anonymous } = row.data as { readonly anonymous?: unknown };
  return { question: textOf(row, 'question'), type: typeOf(row), anonymous: anonymous === true, options };
}

/** What a row of `poll.answer` chose. */
export function chosenOf(row: Pick<TalkRow, 'data'>): readonly string[] {
  return listOf(row, 'options').filter((option): option is string => typeof option === 'string');
}

export function percentage(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;
}

/** One poll, from its rows in order of time. */
class Poll {
  readonly #first: TalkRow;
  #definition: Definition;
  #closedAt: number | null = null;
  readonly #optionTexts = new Map<string, string>();
  #answers = 0;
  /** By attendee, in the order of their last answers; texts only of the latest ones. */
  readonly #choices = new Map<number, readonly string[]>();
  readonly #texts = new Map<number, string>();

  constructor(first: TalkRow) {
    this.#first = first;
    this.#definition = definitionOf(first);
    this.open(first);
  }

  open(row: TalkRow): void {
    this.#definition = definitionOf(row);
    this.#closedAt = null;
    for (const { id, text } of this.#definition.options) this.#optionTexts.set(id, text);
  }

  close({ at }: TalkRow): void {
    this.#closedAt = at;
  }

  answer(row: TalkRow): void {
    this.#answers++;
    this.#choices.set(row.attendeeKey, chosenOf(row));
    const text = textOf(row);
    this.#texts.delete(row.attendeeKey);
    if (text === '') return;
    this.#texts.set(row.attendeeKey, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_TEXTS && oldest !== undefined) this.#texts.delete(oldest);
  }

  figures(): PollFigures {
    const { question, type, anonymous } = this.#definition;
    const respondents = this.#choices.size;
    return {
      session: this.#first.session,
      poll: textOf(this.#first, 'poll'),
      ...{ question, type, anonymous },
      open: this.#closedAt === null,
      openedAt: this.#first.at,
      key: this.#first.key,
      closedAt: this.#closedAt,
      respondents,
      answers: this.#answers,
      options: this.#options(respondents),
      texts: [...this.#texts.values()].reverse(),
    };
  }

  #options(respondents: number): PollOption[] {
    const votes = new Map<string, number>();
    for (const chosen of this.#choices.values()) {
      for (const id of chosen) votes.set(id, (votes.get(id) ?? 0) + 1);
    }
    const present = this.#definition.options.map(({ id }) => id);
    const earlier = [...this.#optionTexts.keys()].filter((id) => !present.includes(id) && votes.has(id));
    return [...present, ...earlier].map((id) => {
      const count = votes.get(id) ?? 0;
      const text = this.#optionTexts.get(id) ?? '';
      return { id, text, votes: count, percentage: percentage(count, respondents) };
    });
  }
}

/** The polls of one session, from its rows of `poll.open` and `poll.close` of all time and `poll.answer` of the span, in order. */
class PollTally {
  readonly #polls = new Map<string, Poll>();

  /** Openings and closings; to be added before the answers. */
  define(row: TalkRow): void {
    const id = textOf(row, 'poll');
    const poll = this.#polls.get(id);
    if (row.action === 'poll.close') poll?.close(row);
    else if (poll === undefined) this.#polls.set(id, new Poll(row));
    else poll.open(row);
  }

  answer(row: TalkRow): void {
    this.#polls.get(textOf(row, 'poll'))?.answer(row);
  }

  figures(): PollFigures[] {
    return [...this.#polls.values()].map((poll) => poll.figures());
  }
}

/** All polls of the sessions, in the order in which they were first opened; answers count when they were given in the span. */
export async function pollsOf(history: Pick<History, 'talk'>, span: TalkSpan): Promise<PollFigures[]> {
  const tallies = new Map<ScopeKey, PollTally>();
  const { sessions } = span;
  for await (const page of talkPages(history, { sessions }, ['poll.open', 'poll.close'])) {
    for (const row of page) {
      const tally = tallies.get(row.session) ?? new PollTally();
      tallies.set(row.session, tally);
      tally.define(row);
    }
  }
  const asked = { ...span, sessions: sessions.filter((session) => tallies.has(session)) };
  for await (const page of talkPages(history, asked, ['poll.answer']))
    for (const row of page) tallies.get(row.session)?.answer(row);
  const polls = [...tallies.values()].flatMap((tally) => tally.figures());
  return polls.sort((a, b) => a.openedAt - b.openedAt || a.key - b.key);
}

/** A poll as it was last opened; undefined when it never was. */
export async function pollOf(
  history: Pick<History, 'talk'>,
  session: ScopeKey,
  poll: string,
): Promise<Pick<PollFigures, 'anonymous'> | undefined> {
  let last: TalkRow | undefined;
  for await (const page of talkPages(history, { sessions: [session] }, ['poll.open']))
    last = page.findLast((row) => textOf(row, 'poll') === poll) ?? last;
  return last === undefined ? undefined : definitionOf(last);
}
