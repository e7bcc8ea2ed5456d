import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type IsStopWord,
  loadStopWords,
  STOP_WORD_LANGUAGES,
} from '../../../server/figures/talk/stop-words.ts';
import { fold, wordsOf } from '../../../server/figures/talk/words.ts';

let isStopWord: IsStopWord;
beforeAll(async () => {
  isStopWord = await loadStopWords(fold);
});

const words = (text: string, language = 'en') =>
  [...wordsOf(text, language, isStopWord)].map(({ folded }) => folded);

describe('the words of a text', () => {
  test.each([
    [
      'en',
      "The speaker's slides are great, I don't know the café",
      ['speaker', 'slides', 'great', 'know', 'cafe'],
    ],
    ['de', 'Die Übersetzung ist nicht zu hören', ['ubersetzung', 'horen']],
    ['fr', 'L’audio est mauvais', ['audio', 'mauvais']],
    ['es', '¡Qué buena presentación!', ['buena', 'presentacion']],
    ['ru', 'Это отличный доклад', ['отличный', 'доклад']],
    ['zh', '演讲', ['演讲']],
    ['ja', '素晴らしい講演', ['素晴らしい', '講演']],
    ['ar', 'هذا عرض رائع', ['عرض', 'رائع']],
    ['hi', 'यह बहुत अच्छा है', ['अच्छा']],
    ['el', 'Η παρουσίαση', ['παρουσιαση']],
  ])('are found in %s', (language, text, expected) => {
    expect(words(text, language)).toEqual(expected);
  });

  test('are no numbers, addresses, mentions, emojis or single letters', () => {
    expect(
      words(
        'see 你好https://example.org/slides你好 www.example.org ann@example.org @bob 2026 12:30 🎉 x 👩‍💻',
      ),
    ).toEqual(['see', '你好', '你好']);
  });

  test('have no marks of direction, and are not endless', () => {
    expect(words(`\u202eolleh\u202c ${'x'.repeat(65)} \u2066שלום\u2069`)).toEqual(['olleh', 'שלום']);
  });

  test('of markup are words like any other', () => {
    expect(words('<script>alert("slides")</script>')).toEqual(['script', 'alert', 'slides', 'script']);
  });

  test('are the same in whatever case', () => {
    fc.assert(
      fc.property(fc.constantFrom('Café', 'ÉCOLE', 'straße', 'Ångström', 'ΑΘΉΝΑ'), (word) => {
        expect(fold(word.toUpperCase().toLowerCase())).toBe(fold(fold(word.toUpperCase())));
      }),
    );
  });
});

test('every language that may be asked for has stop words', () => {
  const some: Readonly<Record<string, string>> = {
    de: 'und',
    en: 'the',
    fr: 'les',
    es: 'los',
    pl: 'nie',
    sv: 'och',
  };
  for (const [language, word] of Object.entries(some)) expect(isStopWord(word, language)).toBe(true);
  for (const language of STOP_WORD_LANGUAGES) expect(() => isStopWord('word', language)).not.toThrow();
  expect(isStopWord('the', 'de')).toBe(false);
});
