import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pollOf, pollsOf } from '../../../server/figures/talk/polls.ts';
import type { TalkRow } from '../../../storage/types.ts';
import { did, MINUTE, PlainTalk, rowsOf, T0 } from './talk-rows.ts';

const OPTIONS = ['a', 'b', 'c'].map((id) => ({ id, text: id.toUpperCase() }));
const open = (poll: string, more: object = {}) => {
  return { poll, question: 'Which?', type: 'multiple', options: OPTIONS, anonymous: false, ...more };
};

const data = (row: TalkRow) => row.data as { poll: string; options?: string[] };

test('a later answer of an attendee replaces the earlier one, whatever comes in whatever order', async () => {
  const poll = fc.constantFrom('p', 'q');
  const drawn = rowsOf([
    ['poll.open', poll.map((id) => open(id))],
    ['poll.close', fc.record({ poll })],
    ['poll.answer', fc.record({ poll, options: fc.subarray(['a', 'b', 'c'], { minLength: 1 }) })],
  ]);
  await fc.assert(
    fc.asyncProperty(drawn, async (rows) => {
      const polls = await pollsOf(new PlainTalk(rows), { sessions: [1, 2] });
      const sorted = rows.toSorted((a, b) => a.at - b.at || a.key - b.key);
      const opened = new Set(
        sorted
          .filter(({ action }) => action === 'poll.open')
          .map((row) => `${row.session} ${data(row).poll}`),
      );
      expect(polls.map((one) => `${one.session} ${one.poll}`)).toEqual([...opened]);
      for (const one of polls) {
        const own = sorted.filter((row) => row.session === one.session && data(row).poll === one.poll);
        const answers = own.filter(({ action }) => action === 'poll.answer');
        const people = new Set(answers.map(({ attendee }) => attendee));
        const last = [...people].map((name) => answers.findLast(({ attendee }) => attendee === name));
        const state = own.findLast(({ action }) => action !== 'poll.answer');
        const votes = OPTIONS.map(
          ({ id }) => last.filter((row) => row && data(row).options?.includes(id)).length,
        );
        expect(one).toMatchObject({ respondents: people.size, answers: answers.length });
        expect(one.open).toBe(state?.action === 'poll.open');
        expect(one.options.map((option) => option.votes)).toEqual(votes);
        expect(one.options.map((option) => option.percentage)).toEqual(
          votes.map((count) => (people.size === 0 ? null : Math.round((count / people.size) * 10_000) / 100)),
        );
      }
    }),
    { numRuns: 60 },
  );
});

test('only answers of the span count, of polls of all time', async () => {
  const rows = [
    did('poll.open', open('p')),
    did('poll.answer', { poll: 'p', options: ['a'] }),
    did('poll.answer', { poll: 'p', options: ['b'] }, { attendee: 'bob', at: T0 + MINUTE }),
  ];
  const [poll] = await pollsOf(new PlainTalk(rows), { sessions: [1], from: T0 + 1 });
  expect(poll).toMatchObject({ respondents: 1, openedAt: T0 });
  expect(poll?.options.map(({ votes }) => votes)).toEqual([0, 1, 0]);
});

test('an option that is there no more keeps its votes', async () => {
  const rows = [
    did('poll.open', open('p')),
    did('poll.answer', { poll: 'p', options: ['c'] }),
    did('poll.open', open('p', { options: OPTIONS.slice(0, 2) })),
  ];
  const [poll] = await pollsOf(new PlainTalk(rows), { sessions: [1] });
  expect(poll?.options).toEqual([
    { id: 'a', text: 'A', votes: 0, percentage: 0 },
    { id: 'b', text: 'B', votes: 0, percentage: 0 },
    { id: 'c', text: 'C', votes: 1, percentage: 100 },
  ]);
});

test('the latest hundred texts come with a poll, newest first, each attendee’s last one', async () => {
  const answers = Array.from({ length: 150 }, (_, index) =>
    did('poll.answer', { poll: 'p', text: `text ${index}` }, { attendee: `p${index % 120}` }),
  );
  const rows = [did('poll.open', open('p', { type: 'text', options: [] }), { key: 0 }), ...answers];
  const [poll] = await pollsOf(new PlainTalk(rows), { sessions: [1] });
  expect(poll).toMatchObject({ respondents: 120, answers: 150 });
  expect(poll?.texts).toEqual(Array.from({ length: 100 }, (_, index) => `text ${149 - index}`));
});

test('a poll is as it was last opened', async () => {
  const rows = [did('poll.open', open('p')), did('poll.open', open('p', { anonymous: true }))];
  expect(await pollOf(new PlainTalk(rows), 1, 'p')).toMatchObject({ anonymous: true });
  expect(await pollOf(new PlainTalk(rows), 1, 'q')).toBeUndefined();
});
