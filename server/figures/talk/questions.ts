import type { History, TalkCount, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Best } from '../best.ts';
import { textOf } from './engagement-texts.ts';
import { type TalkSpan, talkPages } from './talk-pages.ts';

/** Times in ms. */
export interface Question {
  readonly key: number;
  readonly id: string;
  readonly at: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly name: string | null;
  readonly text: string;
  readonly upvotes: number;
  /** Distinct attendees who did. */
  readonly upvoters: number;
  /** In order of time, the first hundred. */
  readonly answers: readonly {
    readonly id: string;
    readonly at: number;
    readonly attendee: string;
    readonly name: string | null;
    readonly text: string;
  }[];
}

export type QuestionOrder = 'time' | 'upvotes';

export interface QuestionsQuestion extends TalkSpan {
  readonly order: QuestionOrder;
  /** The last question of the page before. */
  readonly after?: { readonly upvotes: number; readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
}

const MAX_ANSWERS = 100;

type Voted = Pick<Question, 'upvotes' | 'at' | 'key'>;

/** Most upvotes first, of equals the earliest. */
function byUpvotes(a: Voted, b: Voted): number {
  return b.upvotes - a.upvotes || a.at - b.at || a.key - b.key;
}

function questionsFrom(
  asked: readonly TalkRow[],
  counts: readonly TalkCount[],
  answers: readonly TalkRow[],
): Question[] {
  const votes = new Map(counts.map((count) => [count.reference, count]));
  const answersOf = new Map<string, TalkRow[]>();
  for (const row of answers) {
    const question = textOf(row, 'question');
    answersOf.set(question, [...(answersOf.get(question) ?? []), row]);
  }
  return asked.map((row) => {
    const { key, id, at, session, attendee, attendeeKey, name } = row;
    const { count: upvotes = 0, attendees: upvoters = 0 } = votes.get(id) ?? {};
    const ownAnswers = (answersOf.get(id) ?? []).map((answer) => ({
      id: answer.id,
      at: answer.at,
      attendee: answer.attendee,
      name: answer.name,
      text: textOf(answer),
    }));
    return {
      ...{ key, id, at, session, attendee, attendeeKey, name },
      text: textOf(row),
      ...{ upvotes, upvoters, answers: ownAnswers },
    };
  });
}

type Port = Pick<History, 'talk' | 'talkAbout' | 'countTalkAbout'>;

async function upvotesOf(history: Port, asked: readonly TalkRow[]): Promise<TalkCount[]> {
  const sessions = [...new Set(asked.map(({ session }) => session))];
  const ids = asked.map(({ id }) => id);
  return history.countTalkAbout({ sessions, actions: ['question.upvote'], ids });
}

async function withAnswers(history: Port, asked: readonly TalkRow[], counts: readonly TalkCount[]) {
  const sessions = [...new Set(asked.map(({ session }) => session))];
  const ids = asked.map(({ id }) => id);
  const answers = await history.talkAbout({ sessions, actions: ['question.answer'], ids, each: MAX_ANSWERS });
  return questionsFrom(asked, counts, answers);
}

async function mostUpvoted(history: Port, question: QuestionsQuestion): Promise<Question[]> {
  const top = new Best<{ row: TalkRow; count: TalkCount | undefined } & Voted>(question.limit, byUpvotes);
  for await (const page of talkPages(history, question, ['question.ask'])) {
    const votes = new Map((await upvotesOf(history, page)).map((count) => [count.reference, count]));
    for (const row of page) {
      const count = votes.get(row.id);
      const voted = { row, count, upvotes: count?.count ?? 0, at: row.at, key: row.key };
      if (question.after === undefined || byUpvotes(voted, question.after) > 0) top.add(voted);
    }
  }
  const best = top.inOrder();
  const counts = best.flatMap(({ count }) => count ?? []);
  return withAnswers(
    history,
    best.map(({ row }) => row),
    counts,
  );
}

/** A page of the questions that were asked in the span, with all upvotes and answers that they have by now. */
export async function questionsPage(history: Port, question: QuestionsQuestion): Promise<Question[]> {
  if (question.order === 'upvotes') return mostUpvoted(history, question);
  const { sessions, from, to, after, limit } = question;
  const asked = await history.talk({ sessions, actions: ['question.ask'], from, to, after, limit });
  return withAnswers(history, asked, await upvotesOf(history, asked));
}
