import fc from 'fast-check';
import { expect, test } from 'vitest';
import { detectLanguages } from '../../../server/figures/talk/language.ts';
import { loadLexicon } from '../../../server/figures/talk/lexicon.ts';
import { sentimentOf } from '../../../server/figures/talk/sentiment.ts';
import { judge, toneOf } from '../../../server/figures/talk/sentiment-score.ts';
import { did, inOneSession, MINUTE, PlainTalk, rowsOf, T0, wrote } from './talk-rows.ts';

const texts = [
  'great talk',
  'this is awful',
  'hello everyone',
  'Das war wirklich langweilig',
  '😍',
  'not good',
];
const drawn = rowsOf(
  [
    [
      'chat.message',
      fc.record({ text: fc.constantFrom(...texts), channel: fc.constantFrom('event', 'stage', 'bubble') }),
    ],
    ['chat.delete', fc.record({ message: fc.nat(40).map((key) => `id-${key}`) })],
  ],
  40,
).map(inOneSession);

test('all figures come from the messages that stand, each judged by itself', async () => {
  const lexicon = await loadLexicon();
  const found = await detectLanguages(texts);
  const languageOf = (text: string) => found[texts.indexOf(text)] ?? { code: 'und', guess: 'und' };
  await fc.assert(
    fc.asyncProperty(drawn, async (rows) => {
      const figures = await sentimentOf(new PlainTalk(rows), { sessions: [1, 2] }, 5);
      const deleted = new Set(
        rows.flatMap(({ action, data }) =>
          action === 'chat.delete' ? [(data as { message: string }).message] : [],
        ),
      );
      const standing = rows.filter(({ action, id }) => action === 'chat.message' && !deleted.has(id));
      const judged = standing.flatMap((row) => {
        const { text, channel } = row.data as { text: string; channel: string };
        const judgement = judge(text, languageOf(text), lexicon);
        return judgement.judged ? [{ ...row, channel, score: judgement.score }] : [];
      });
      const tones = (of: typeof judged) => ({
        score:
          of.length === 0
            ? null
            : Math.round((of.reduce((sum, { score }) => sum + score, 0) / of.length) * 10_000) / 10_000,
        positive: of.filter(({ score }) => toneOf(score) === 'positive').length,
        neutral: of.filter(({ score }) => toneOf(score) === 'neutral').length,
        negative: of.filter(({ score }) => toneOf(score) === 'negative').length,
      });
      expect(figures).toMatchObject({ messages: standing.length, analysed: judged.length });
      const unjudged = Object.values(figures.unjudged).reduce((sum, count) => sum + count, 0);
      expect(figures.analysed + unjudged).toBe(figures.messages);
      expect({ ...figures.overall, score: null }).toEqual({ ...tones(judged), score: null });
      expect(figures.overall.score ?? 9).toBeCloseTo(tones(judged).score ?? 9, 3);
      for (const channel of ['event', 'stage', 'bubble'] as const) {
        const own = tones(judged.filter((row) => row.channel === channel));
        expect({ ...figures.byChannel[channel], score: 0 }).toEqual({ ...own, score: 0 });
      }
      for (const { minute, positive, neutral, negative } of figures.byMinute) {
        const own = tones(judged.filter(({ at }) => at >= minute && at < minute + MINUTE));
        expect([positive, neutral, negative]).toEqual([own.positive, own.neutral, own.negative]);
      }
      const best = judged.filter(({ score }) => toneOf(score) === 'positive').map(({ score }) => score);
      expect(figures.topPositive.map(({ score }) => score)).toEqual(best.sort((a, b) => b - a).slice(0, 5));
      const worst = judged.filter(({ score }) => toneOf(score) === 'negative').map(({ score }) => score);
      expect(figures.topNegative.map(({ score }) => score)).toEqual(worst.sort((a, b) => a - b).slice(0, 5));
      const messages = figures.users.reduce((sum, user) => sum + user.messages, 0);
      expect(messages).toBe(judged.length);
    }),
    { numRuns: 30 },
  );
});

test('one channel, bubble or attendee can be asked for', async () => {
  const rows = [
    wrote('great'),
    did('chat.message', { text: 'awful', channel: 'bubble', bubble: 'b1' }, { attendee: 'bob' }),
  ];
  const asked = async (filter: object) =>
    (await sentimentOf(new PlainTalk(rows), { sessions: [1], ...filter }, 5)).overall;
  expect(await asked({ channel: 'bubble' })).toMatchObject({ positive: 0, negative: 1 });
  expect(await asked({ bubble: 'b2' })).toEqual({ score: null, positive: 0, neutral: 0, negative: 0 });
  expect(await asked({ attendee: 'ann' })).toMatchObject({ positive: 1, negative: 0 });
});

test('a long chat leaves the process to others', async () => {
  const long = 'This is a terrible talk with great slides and nothing but trouble. '.repeat(29);
  const rows = Array.from({ length: 200 }, (_, index) => wrote(long, { at: T0 + index }));
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  await sentimentOf(new PlainTalk(rows), { sessions: [1] }, 5);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});
