import { Best } from '../best.ts';
import type { Language } from './language.ts';
import type { Spoken } from './spoken.ts';
import type { IsStopWord } from './stop-words.ts';
import { fold, type Word, wordsOf } from './words.ts';

/** How often words are in texts. Names come out afterwards, so that not all of them need be known at a time. */
export class WordCounts {
  readonly counts = new Map<string, number>();
  readonly languages = new Map<string, number>();
  texts = 0;
  readonly #isStopWord: IsStopWord;
  readonly #language: string | undefined;

  constructor(isStopWord: IsStopWord, language?: string) {
    this.#isStopWord = isStopWord;
    this.#language = language;
  }

  /** Of a text too short to tell, what it looks like: stop words of another language hardly ever do harm. */
  listFor({ guess }: Language): string {
    return this.#language ?? (guess === 'und' ? 'en' : guess);
  }

  wordsOf({ text, language }: Spoken): Iterable<Word> {
    return wordsOf(text, this.listFor(language), this.#isStopWord);
  }

  add(spoken: Spoken): void {
    this.texts++;
    const { code } = spoken.language;
    this.languages.set(code, (this.languages.get(code) ?? 0) + 1);
    for (const { folded } of this.wordsOf(spoken))
      this.counts.set(folded, (this.counts.get(folded) ?? 0) + 1);
  }

  removeName(name: string): void {
    for (const part of name.split(/[^\p{L}\p{M}\p{Nd}]+/u)) this.counts.delete(fold(part));
  }

  /** Most frequent first, of equals in order of their letters. */
  top(limit: number): readonly (readonly [folded: string, count: number])[] {
    const top = new Best<readonly [string, number]>(limit, ([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    for (const entry of this.counts) top.add(entry);
    return top.inOrder();
  }
}
