import type { Language } from './language.ts';
import type { Lexicon } from './lexicon.ts';
import { emojisOf, segmentsOf, withoutAddresses, withoutEmojis } from './plain-text.ts';

/** A word with a value is turned round when one of so many words before it, in its sentence, negates. */
export const NEGATION_WINDOW = 3;
/** What is negated is the weaker opposite (VADER, Hutto and Gilbert 2014). */
export const NEGATION_FACTOR = -0.74;
/** `sum / sqrt(sum^2 + 15)` keeps a score within -1 and 1 (VADER). */
export const NORMALIZATION = 15;
/** From here on a score is positive, from minus this down negative (VADER). */
export const THRESHOLD = 0.05;

const NEGATORS: ReadonlySet<string> = new Set([
  ...[
    'no',
    'not',
    'never',
    'none',
    'nobody',
    'nothing',
    'neither',
    'nor',
    'cannot',
    'without',
    'hardly',
    'barely',
  ],
  ...[
    'dont',
    'doesnt',
    'didnt',
    'isnt',
    'arent',
    'wasnt',
    'werent',
    'cant',
    'couldnt',
    'wont',
    'wouldnt',
    'aint',
  ],
]);

function negates(word: string): boolean {
  return NEGATORS.has(word) || word.endsWith("n't");
}

/** Up to the longest phrase that the lexicon knows and that begins at a word. */
function phraseAt(words: readonly string[], start: number, { words: values, longestPhrase }: Lexicon) {
  for (let length = longestPhrase; length > 0; length--) {
    if (start + length > words.length) continue;
    const value = values.get(words.slice(start, start + length).join(' '));
    if (value !== undefined) return { value, length };
  }
  return undefined;
}

function sumOfSentence(words: readonly string[], lexicon: Lexicon): { sum: number; found: number } {
  let sum = 0;
  let found = 0;
  for (let index = 0; index < words.length; ) {
    const phrase = phraseAt(words, index, lexicon);
    const isNegator = phrase?.length === 1 && negates(words[index] ?? '');
    if (phrase === undefined || isNegator) {
      index++;
      continue;
    }
    const before = words.slice(Math.max(0, index - NEGATION_WINDOW), index);
    sum += phrase.value * (before.some(negates) ? NEGATION_FACTOR : 1);
    found++;
    index += phrase.length;
  }
  return { sum, found };
}

function sentencesOf(text: string): string[][] {
  const sentences: string[][] = [[]];
  for (const segment of segmentsOf(text)) {
    if (segment === null) sentences.push([]);
    else sentences.at(-1)?.push(segment.toLowerCase());
  }
  return sentences;
}

function emojiValue(emoji: string, { emojis }: Lexicon): number | undefined {
  return emojis.get(emoji) ?? emojis.get(emoji.split('\u200d')[0] ?? '');
}

export type Judgement =
  | {
      readonly judged: true;
      readonly score: number;
      readonly language: string;
      readonly byEmojisOnly: boolean;
    }
  | { readonly judged: false; readonly language: string };

/**
 * Tone of a message, -1 to 1. English by words and emojis, every other language by its emojis alone, and not at all where it
 * has none with a value. A text too short to tell its language is English when it looks so or has a word of the lexicon.
 */
export function judge(text: string, { code, guess }: Language, lexicon: Lexicon): Judgement {
  const values = emojisOf(text).flatMap((emoji) => emojiValue(emoji, lexicon) ?? []);
  const mayBeEnglish = code === 'en' || code === 'und';
  const sums = mayBeEnglish
    ? sentencesOf(withoutEmojis(withoutAddresses(text))).map((words) => sumOfSentence(words, lexicon))
    : [];
  const isEnglish =
    code === 'en' || (code === 'und' && (guess === 'en' || sums.some(({ found }) => found > 0)));
  const language = isEnglish ? 'en' : code;
  if (!isEnglish && values.length === 0) return { judged: false, language };
  const sum = [...values, ...sums.map((one) => one.sum)].reduce((total, value) => total + value, 0);
  const score = Math.round((sum / Math.sqrt(sum * sum + NORMALIZATION)) * 10_000) / 10_000;
  return { judged: true, score, language, byEmojisOnly: !isEnglish };
}

export type Tone = 'positive' | 'neutral' | 'negative';

export function toneOf(score: number): Tone {
  if (score >= THRESHOLD) return 'positive';
  return score <= -THRESHOLD ? 'negative' : 'neutral';
}
