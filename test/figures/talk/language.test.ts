import { expect, test } from 'vitest';
import { detectLanguages } from '../../../server/figures/talk/language.ts';

test('languages come in the order of the texts, however many ask', async () => {
  const questions = [
    ['This is an English sentence', 'Das ist ein deutscher Satz'],
    [],
    ['C’est une phrase française', '素晴らしい講演でした', '🎉 https://example.org', 'ok'],
  ];
  const answers = await Promise.all(questions.map((texts) => detectLanguages(texts)));
  expect(answers.map((languages) => languages.map(({ code }) => code))).toEqual([
    ['en', 'de'],
    [],
    ['fr', 'ja', 'none', 'und'],
  ]);
});
