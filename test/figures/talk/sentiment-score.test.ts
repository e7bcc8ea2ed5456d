import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { detectLanguages } from '../../../server/figures/talk/language.ts';
import { type Lexicon, loadLexicon } from '../../../server/figures/talk/lexicon.ts';
import { judge, toneOf } from '../../../server/figures/talk/sentiment-score.ts';

let lexicon: Lexicon;
beforeAll(async () => {
  lexicon = await loadLexicon();
  await detectLanguages(['Good morning']);
});

const judged = async (text: string) => {
  const [language = { code: 'und', guess: 'und' }] = await detectLanguages([text]);
  return judge(text, language, lexicon);
};
const scoreOf = async (text: string) => {
  const judgement = await judged(text);
  if (!judgement.judged) throw new Error(`not judged: ${judgement.language}`);
  return judgement.score;
};

describe('the tone of a message', () => {
  test.each([
    'great talk!',
    'I love love love it ❤️',
    'no problem',
    'Never boring. Great!',
    'wow amazing',
    'that was not bad at all',
    '😍😍',
    'GREAT SESSION',
    'it doesn’t disappoint',
  ])('is positive: %s', async (text) => expect(toneOf(await scoreOf(text))).toBe('positive'));

  test.each([
    'The audio is terrible, nothing works',
    'this is not a good talk',
    "I don't like this at all",
    'worst keynote ever 👎',
    'The audio is broken 😡',
    'This is boring',
  ])('is negative: %s', async (text) => expect(toneOf(await scoreOf(text))).toBe('negative'));

  test.each(['hello everyone', 'Where is the link to the next room?', 'We begin at nine'])(
    'is neutral: %s',
    async (text) => expect(await scoreOf(text)).toBe(0),
  );

  test('follows the formula', async () => {
    // great is worth 3.
    expect(await scoreOf('great talk')).toBe(Math.round((3 / Math.sqrt(9 + 15)) * 10_000) / 10_000);
    expect(await scoreOf('not a great talk')).toBe(
      Math.round((-2.22 / Math.sqrt(2.22 ** 2 + 15)) * 10_000) / 10_000,
    );
  });

  test('is turned round by a negation within three words of the same sentence only', async () => {
    expect(await scoreOf('This was not what we all wanted, great')).toBeGreaterThan(0);
    expect(await scoreOf('I do not know. Great talk')).toBe(await scoreOf('great talk'));
  });

  test('does not come from web addresses, mentions or e-mail addresses', async () => {
    const text = 'See the page https://awful.example/terrible @hate or bad@example.org for the room';
    expect(await scoreOf(text)).toBe(0);
  });

  test.each([
    ['Das war furchtbar langweilig und viel zu lang', 'de'],
    ['Bonjour à tous, très bonne présentation', 'fr'],
    ['Отличный доклад, спасибо', 'ru'],
    ['素晴らしい講演でした', 'ja'],
    ['سيء جدا ولا أسمع شيئا', 'ar'],
    ['???!!!', 'none'],
    ['12:30', 'none'],
    ['', 'none'],
  ])('is not known in other languages or without words: %s', async (text, language) => {
    expect(await judged(text)).toEqual({ judged: false, language });
  });

  test('is that of the emojis in other languages', async () => {
    expect(await judged('Das war furchtbar langweilig 😡')).toMatchObject({
      language: 'de',
      byEmojisOnly: true,
    });
    expect(await scoreOf('Das war furchtbar langweilig 😡')).toBeLessThan(0);
    expect(await scoreOf('Das hat uns allen gut gefallen 👍🏽')).toBe(await scoreOf('👍'));
  });

  test.each([
    ['right to left', '\u202egreat\u202c'],
    ['joined emojis', '👩‍❤️‍👨👨‍👩‍👧‍👦'.repeat(80)],
    ['long', 'This is a terrible talk with great slides and nothing but trouble. '.repeat(29)],
    ['one word', 'x'.repeat(2000)],
    ['marks', `e${'\u0301'.repeat(1999)}`],
    ['emojis', '😀'.repeat(1000)],
    ['markup', '<b>bad</b><script>alert("great")</script>'],
    ['punctuation', '.'.repeat(2000)],
    ['at signs', '@'.repeat(2000)],
    ['names of objects', '__proto__ constructor toString'],
    ['a broken pair', '\ud83d great \udc4d'],
  ])('is found at once, and within its bounds, of hostile texts: %s', async (_, text) => {
    const start = performance.now();
    const judgement = await judged(text);
    expect(performance.now() - start).toBeLessThan(1000);
    if (judgement.judged) expect(Math.abs(judgement.score)).toBeLessThanOrEqual(1);
  });

  test('is the same whenever it is asked, and within its bounds, of any text', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 80 }), async (text) => {
        const judgement = await judged(text);
        expect(await judged(text)).toEqual(judgement);
        if (judgement.judged) expect(Math.abs(judgement.score)).toBeLessThanOrEqual(1);
      }),
    ));
});
