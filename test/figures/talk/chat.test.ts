import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChatMessage, chatPage } from '../../../server/figures/talk/chat.ts';
import { standingMessages, withoutDeletedTexts } from '../../../server/figures/talk/messages.ts';
import type { History } from '../../../storage/types.ts';
import { did, inOneSession, PlainTalk, rowsOf, T0, wrote } from './talk-rows.ts';

const message = fc.nat(25).map((key) => `id-${key}`);
const drawn = rowsOf([
  [
    'chat.message',
    fc.record({ text: fc.constantFrom('secret', 'hi'), channel: fc.constantFrom('event', 'stage') }),
  ],
  ['chat.delete', fc.record({ message })],
  ['chat.reaction', fc.record({ message, reaction: fc.constantFrom('clap', '__proto__', '7') })],
]).map(inOneSession);

// The questions of the transcript are all that it asks.
const asHistory = (talk: PlainTalk) => talk as unknown as History;

test('pages make up the transcript, and no deleted text is in it', () =>
  fc.assert(
    fc.asyncProperty(
      drawn,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('event', 'stage', undefined),
      async (rows, limit, channel) => {
        const all: ChatMessage[] = [];
        for (let page: ChatMessage[] = []; all.length === 0 || page.length === limit; all.push(...page)) {
          const question = { sessions: [1, 2], channel, limit, after: all.at(-1) };
          page = await chatPage(asHistory(new PlainTalk(rows)), question);
          if (page.length === 0) break;
        }
        const sorted = rows.toSorted((a, b) => a.at - b.at || a.key - b.key);
        const data = (row: (typeof rows)[number]) => row.data as Record<string, string>;
        const inSession = (row: (typeof rows)[number], action: string) =>
          sorted.filter((other) => other.action === action && data(other).message === row.id);
        const expected = sorted.filter(
          (row) => row.action === 'chat.message' && (channel === undefined || data(row).channel === channel),
        );
        expect(all.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        for (const [index, row] of expected.entries()) {
          const [deletion] = inSession(row, 'chat.delete');
          expect(all[index]?.text).toBe(deletion === undefined ? data(row).text : null);
          expect(all[index]?.deletion ?? undefined).toEqual(
            deletion && { by: deletion.attendee, at: deletion.at },
          );
          const reactions = Object.entries(all[index]?.reactions ?? {});
          expect(reactions.reduce((sum, [, count]) => sum + count, 0)).toBe(
            inSession(row, 'chat.reaction').length,
          );
        }
      },
    ),
    { numRuns: 50 },
  ));

test('messages that were deleted or emptied do not stand, even when that was after the span', async () => {
  const rows = [
    wrote('one', { id: 'm1' }),
    wrote('', { id: 'm2' }),
    wrote('three', { id: 'm3' }),
    did('chat.delete', { message: 'm1' }, { at: T0 + 99_000 }),
  ];
  const pages = [];
  for await (const page of standingMessages(new PlainTalk(rows), { sessions: [1], to: T0 + 1 }))
    pages.push(...page);
  expect(pages.map(({ id }) => id)).toEqual(['m3']);
  const question = { sessions: [1], limit: 1, isStanding: true };
  expect((await chatPage(asHistory(new PlainTalk(rows)), question)).map(({ id }) => id)).toEqual(['m3']);
});

test('engagements keep all but the text of a deleted message', async () => {
  const rows = [
    wrote('secret', { id: 'm1' }),
    wrote('hi', { id: 'm2' }),
    did('chat.delete', { message: 'm1' }),
  ];
  const shown = await withoutDeletedTexts(new PlainTalk(rows), rows);
  expect(shown.map(({ data }) => data)).toEqual([
    { text: null, channel: 'event', deleted: true },
    { text: 'hi', channel: 'event' },
    { message: 'm1' },
  ]);
});
