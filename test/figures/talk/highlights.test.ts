import { expect, test } from 'vitest';
import { highlightsOf } from '../../../server/figures/talk/highlights.ts';
import { did, MINUTE, PlainTalk, T0, wrote } from './talk-rows.ts';

const reacted = (message: string) => did('chat.reaction', { message, reaction: 'clap' }, { at: T0 + MINUTE });
const upvoted = (question: string) => did('question.upvote', { question }, { at: T0 + MINUTE });

test('the highlights of a span are what most people reacted to, and nothing that was deleted', async () => {
  const rows = [
    wrote('first', { id: 'm1' }),
    wrote('liked', { id: 'm2' }),
    wrote('deleted', { id: 'm3' }),
    did('question.ask', { text: 'why?' }, { id: 'q1' }),
    wrote('later', { id: 'm4', at: T0 + MINUTE }),
    ...[reacted('m2'), reacted('m3'), reacted('m3'), reacted('m4'), reacted('m4'), reacted('m4')],
    ...[upvoted('q1'), upvoted('q1')],
    did('chat.delete', { message: 'm3' }, { at: T0 + 2 * MINUTE }),
  ];
  const highlights = await highlightsOf(new PlainTalk(rows), { sessions: [1], from: T0, to: T0 + MINUTE }, 3);
  expect(highlights.map(({ kind, id, text, reactions }) => [kind, id, text, reactions])).toEqual([
    ['question', 'q1', 'why?', 2],
    ['chat', 'm2', 'liked', 1],
    ['chat', 'm1', 'first', 0],
  ]);
});
