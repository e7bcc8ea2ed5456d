import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TalkRow } from '../../../storage/types.ts';
import { PlainTalk, rowsOf } from '../../figures/talk/talk-rows.ts';
import { batchAt, catalogue, ORG, ROOM, STREAM, T0 } from './batches.ts';
import { type MakeStore, opened } from './opened.ts';

const RUNS = 10;
const KINDS = ['chat.message', 'chat.delete', 'chat.reaction', 'question.answer', 'poll.answer'];

const id = fc.nat(20).map((key) => `id-${key}`);
const drawn = rowsOf([
  ['chat.message', fc.record({ text: fc.constantFrom('hi', 'hi', '') })],
  ['chat.delete', fc.record({ message: id })],
  ['chat.reaction', fc.record({ message: id, reaction: fc.constantFrom('clap', '🎉') })],
  ['question.ask', fc.constant({ text: 'Why?' })],
  ['question.upvote', fc.record({ question: id })],
  ['question.answer', fc.record({ question: id, text: fc.constant('Yes.') })],
  ['poll.answer', fc.record({ poll: fc.constantFrom('p', 'q'), options: fc.constant(['a']) })],
]);

const place = (rows: readonly TalkRow[]) =>
  rows.map(({ id, session, at, name }) => ({ id, session, at, name }));

export function talkTests(makeStore: MakeStore): void {
  test('what was said and done is found as in a plain array', async () => {
    const span = fc.option(
      fc.nat(7).map((step) => T0 + step * 40_000),
      { nil: undefined },
    );
    const asked = fc.record({
      sessions: fc.subarray([ROOM, STREAM]),
      actions: fc.subarray(KINDS),
      from: span,
      to: span,
      limit: fc.integer({ min: 1, max: 70 }),
    });
    const ids = fc.uniqueArray(id, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(drawn, asked, ids, async (raw, filter, references) => {
        const rows = raw.map((row) => ({ ...row, session: row.session === 1 ? ROOM : STREAM }));
        const history = await opened(makeStore);
        await history.commit(
          batchAt(T0, { ...catalogue(), engagements: rows.map((row) => ({ ...row, organization: ORG })) }),
        );
        const plain = new PlainTalk(rows);
        const after = (await plain.talk({ ...filter, limit: 3 })).at(-1);
        const { sessions, actions, from, to, limit } = filter;
        for (const cursor of [undefined, after]) {
          const page = { ...filter, after: cursor };
          // Keys are given in the order of the rows, as in the array.
          expect(place(await history.talk(page))).toEqual(place(await plain.talk(page)));
        }
        const about = { sessions, actions, ids: references };
        expect(place(await history.talkAbout({ ...about, each: 2 }))).toEqual(
          place(await plain.talkAbout({ ...about, each: 2 })),
        );
        const counts = await history.countTalkAbout(about);
        const expected = await plain.countTalkAbout(about);
        expect(new Set(counts.map((count) => JSON.stringify(count)))).toEqual(
          new Set(expected.map((count) => JSON.stringify(count))),
        );
        const { from: first = T0, to: last = T0 + 10_000_000 } = filter;
        const top = { sessions, from: first, to: last, limit: Math.ceil(limit / 10) };
        for (const [action, by] of [
          ['chat.message', 'chat.reaction'],
          ['question.ask', 'question.upvote'],
        ] as const) {
          const found = await history.talkTop({ ...top, action, by });
          const expectedTop = await plain.talkTop({ ...top, action, by });
          expect(place(found)).toEqual(place(expectedTop));
          expect(found.map(({ references }) => references)).toEqual(
            expectedTop.map(({ references }) => references),
          );
        }
        const answers = { session: ROOM, poll: 'p', from, to, limit };
        expect(place(await history.pollAnswers(answers))).toEqual(place(await plain.pollAnswers(answers)));
        await history.close();
      }),
      { numRuns: RUNS },
    );
  });
}
