import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SENTIMENT_BASIS } from '../../../server/figures/talk/sentiment.ts';
import { WORDS_BASIS } from '../../../server/figures/talk/word-cloud.ts';

test('what an answer says that it was computed from is what is installed', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { words, emojis, languageDetection } = SENTIMENT_BASIS;
  for (const { name, version } of [
    words,
    emojis,
    languageDetection,
    WORDS_BASIS.stopWords,
    WORDS_BASIS.profanity,
  ])
    expect([name, manifest.dependencies[name]]).toEqual([name, version]);
});
