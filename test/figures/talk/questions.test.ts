import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Question, type QuestionOrder, questionsPage } from '../../../server/figures/talk/questions.ts';
import type { TalkRow } from '../../../storage/types.ts';
import { inOneSession, PlainTalk, rowsOf } from './talk-rows.ts';

const question = fc.nat(25).map((key) => `id-${key}`);
const drawn = rowsOf([
  ['question.ask', fc.record({ text: fc.string({ minLength: 1 }) })],
  ['question.upvote', fc.record({ question })],
  ['question.answer', fc.record({ question, text: fc.constant('Because.') })],
]).map(inOneSession);

async function allPages(rows: readonly TalkRow[], order: QuestionOrder, limit: number): Promise<Question[]> {
  const history = new PlainTalk(rows);
  const all: Question[] = [];
  for (;;) {
    const page = await questionsPage(history, { sessions: [1, 2], order, after: all.at(-1), limit });
    all.push(...page);
    if (page.length < limit) return all;
  }
}

const about = (rows: readonly TalkRow[], action: string, asked: TalkRow) =>
  rows.filter((row) => row.action === action && (row.data as { question: string }).question === asked.id);

test.each(['time', 'upvotes'] as const)(
  'pages in order of %s make up all questions with all that was done',
  (order) =>
    fc.assert(
      fc.asyncProperty(drawn, fc.integer({ min: 1, max: 5 }), async (rows, limit) => {
        const sorted = rows.toSorted((a, b) => a.at - b.at || a.key - b.key);
        const expected = sorted
          .filter(({ action }) => action === 'question.ask')
          .map((asked) => {
            const upvotes = about(rows, 'question.upvote', asked);
            return {
              id: asked.id,
              text: (asked.data as { text: string }).text,
              upvotes: upvotes.length,
              upvoters: new Set(upvotes.map(({ attendee }) => attendee)).size,
              answers: about(sorted, 'question.answer', asked).map(({ id }) => id),
            };
          });
        if (order === 'upvotes') expected.sort((a, b) => b.upvotes - a.upvotes);
        const found = (await allPages(rows, order, limit)).map(({ id, text, upvotes, upvoters, answers }) => {
          return { id, text, upvotes, upvoters, answers: answers.map((answer) => answer.id) };
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 50 },
    ),
);
