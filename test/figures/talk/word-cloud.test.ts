import { expect, test } from 'vitest';
import type { WordSource } from '../../../server/figures/talk/spoken.ts';
import { wordCloudOf } from '../../../server/figures/talk/word-cloud.ts';
import { did, PlainTalk, wrote } from './talk-rows.ts';

const cloud = (talk: PlainTalk, more: object = {}) =>
  wordCloudOf(talk, { sessions: [1], sources: ['chat'], limit: 10, ...more });

test('words are counted with their users, as they are most often spelt', async () => {
  const rows = [
    wrote('The Café has good coffee'),
    wrote('Where is the café?'),
    wrote('I like the cafe and the coffee', { attendee: 'bob' }),
    wrote('The café is closed'),
  ];
  const { words, texts, totalWords } = await cloud(new PlainTalk(rows));
  expect(words.slice(0, 2)).toEqual([
    { text: 'café', count: 4, users: 2, weight: 1 },
    { text: 'coffee', count: 2, users: 2, weight: 0.5 },
  ]);
  expect(texts).toBe(4);
  expect(totalWords).toBe(words.reduce((sum, { count }) => sum + count, 0));
});

test('stop words go by the language of each text, or by that which is asked for', async () => {
  const rows = [
    wrote('Die Folien sind auf der Seite'),
    wrote('The slides are on the page'),
    wrote('Les diapositives sont sur la page'),
  ];
  const { words, languages } = await cloud(new PlainTalk(rows));
  expect(words.map(({ text }) => text)).toEqual(['page', 'diapositives', 'Folien', 'Seite', 'slides']);
  expect(languages).toEqual({ de: 1, en: 1, fr: 1 });
  const asked = await cloud(new PlainTalk(rows), { language: 'de' });
  expect(asked.words.map(({ text }) => text)).toContain('are');
});

test('nobody’s name is in the cloud', async () => {
  const rows = [
    wrote('Ask Zoë about Rossi and the slides', { name: 'Ann Müller' }),
    wrote('Muller has the slides'),
  ];
  const { words } = await cloud(new PlainTalk(rows, ['Zoë Rossi']));
  expect(words.map(({ text }) => text)).toEqual(['slides', 'Ask']);
});

test('profanity has asterisks', async () => {
  const { words } = await cloud(new PlainTalk([wrote('this fucking projector is shit')]));
  expect(words.map(({ text }) => text).sort()).toEqual(['f******', 'projector', 's***']);
});

test('deleted messages are not in it', async () => {
  const rows = [
    wrote('secret plans', { id: 'm1' }),
    did('chat.delete', { message: 'm1' }),
    wrote('open plans'),
  ];
  const { words } = await cloud(new PlainTalk(rows));
  expect(words.map(({ text }) => text)).toEqual(['open', 'plans']);
});

test.each([
  ['chat', ['chatter']],
  ['questions', ['reply', 'why']],
  ['polls', ['later']],
] as [WordSource, string[]][])('words come from %s', async (source, expected) => {
  const poll = { poll: 'p', question: 'Which?', type: 'text', options: [], anonymous: true };
  const rows = [
    wrote('chatter'),
    did('question.ask', { text: 'why' }, { id: 'q1' }),
    did('question.answer', { question: 'q1', text: 'reply' }),
    did('poll.open', poll),
    did('poll.answer', { poll: 'p', text: 'sooner' }),
    did('poll.answer', { poll: 'p', text: 'later' }),
  ];
  const { words } = await cloud(new PlainTalk(rows), { sources: [source] });
  expect(words.map(({ text }) => text)).toEqual(expected);
});

test('hostile texts do no harm', async () => {
  const rows = [
    wrote('x'.repeat(2000)),
    wrote('😀'.repeat(1000)),
    wrote('constructor __proto__ toString'),
    wrote('<script>alert(1)</script>'),
    wrote('.'.repeat(2000)),
    wrote('@'.repeat(2000)),
    wrote('\u202e\u202e evil \ud83d'),
  ];
  const { words } = await cloud(new PlainTalk(rows), { limit: 200 });
  expect(words.find(({ text }) => text === 'constructor')).toMatchObject({ count: 1, users: 1 });
  expect(words.every(({ count, users }) => count >= users && users === 1)).toBe(true);
});
