import { segmentsOf, withoutAddresses, withoutEmojis } from './plain-text.ts';
import type { IsStopWord } from './stop-words.ts';

const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu;

/** How words are made alike: case and, in Latin and Greek, accents. Marks of other scripts are letters of their own. */
export function fold(word: string): string {
  return word.normalize('NFKD').replace(ACCENTS, '').normalize('NFC').toLowerCase();
}

/** One letter is no word, but where a letter is a syllable or more. */
const SINGLE = /^[\p{Script=Han}\p{Script=Hangul}]$/u;

/** In code points; longer ones are none that anybody uses. */
const LONGEST = 64;

/** Turn the direction of what follows, and show nowhere. */
const DIRECTIONS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;

export interface Word {
  readonly spelling: string;
  readonly folded: string;
}

function isWord(part: string): boolean {
  const { length } = [...part];
  return /\p{L}/u.test(part) && length <= LONGEST && (length > 1 || SINGLE.test(part));
}

/** The words that a text is about, each as often as it is there: no stop words, numbers, addresses, mentions, emojis. */
export function* wordsOf(text: string, language: string, isStopWord: IsStopWord): Generator<Word> {
  for (const segment of segmentsOf(withoutEmojis(withoutAddresses(text)))) {
    if (segment === null || isStopWord(fold(segment), language)) continue;
    // Of `speaker's` and `l'audio` the part that is a word.
    for (const part of segment.replace(DIRECTIONS, '').split(/['_]/)) {
      const folded = fold(part);
      if (isWord(part) && !isStopWord(folded, language)) yield { spelling: part, folded };
    }
  }
}
