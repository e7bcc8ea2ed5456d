import type { History, TalkRow } from '../../../storage/types.ts';
import { DETECTOR } from './language.ts';
import { loadMask, type Mask, PROFANITY_LIST } from './profanity.ts';
import { type SpokenQuestion, spokenIn } from './spoken.ts';
import { loadStopWords, STOP_WORD_LIST } from './stop-words.ts';
import { PAGE, type TalkSpan } from './talk-pages.ts';
import { WordCounts } from './word-counts.ts';
import { fold } from './words.ts';

export interface CloudQuestion extends SpokenQuestion {
  /** Takes the stop words of this language (ISO 639-1) whatever the text looks like. */
  readonly language?: string | undefined;
  readonly limit: number;
}

export interface CloudWord {
  /** As it is most often spelt; profanity with asterisks. */
  readonly text: string;
  readonly count: number;
  /** Distinct attendees who used it. */
  readonly users: number;
  /** 1 for the most frequent one, and in proportion. */
  readonly weight: number;
}

export interface WordCloud {
  readonly texts: number;
  /** All that were counted, in the cloud or not. */
  readonly totalWords: number;
  readonly languages: Readonly<Record<string, number>>;
  readonly words: readonly CloudWord[];
}

export const WORDS_BASIS = {
  stopWords: STOP_WORD_LIST,
  languageDetection: DETECTOR,
  profanity: PROFANITY_LIST,
  leftOut: [
    'stop words',
    'attendees’ names',
    'numbers',
    'addresses',
    'mentions',
    'emojis',
    'deleted messages',
  ],
} as const;

type Port = Pick<History, 'talk' | 'talkAbout' | 'pollAnswers' | 'attendeesIn' | 'attendees'>;

/** Who used a word, how it was spelt, and in which languages. */
class Use {
  readonly users = new Set<number>();
  readonly languages = new Set<string>();
  readonly #spellings = new Map<string, number>();

  add(spelling: string, { attendeeKey }: TalkRow, language: string): void {
    this.users.add(attendeeKey);
    this.languages.add(language);
    this.#spellings.set(spelling, (this.#spellings.get(spelling) ?? 0) + 1);
  }

  get spelling(): string {
    const [first] = [...this.#spellings].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return first?.[0] ?? '';
  }
}

/** The name of everybody who was in one of the sessions, a page at a time. */
async function* namesOf(
  history: Port,
  { sessions }: TalkSpan,
): AsyncGenerator<readonly { name: string | null }[]> {
  for (const session of sessions) {
    let afterAttendee = 0;
    for (;;) {
      const keys = await history.attendeesIn({ session, afterAttendee, limit: PAGE });
      yield await history.attendees(keys);
      const last = keys.at(-1);
      if (last === undefined || keys.length < PAGE) break;
      afterAttendee = last;
    }
  }
}

async function removeNames(history: Port, question: CloudQuestion, words: WordCounts): Promise<void> {
  for await (const page of namesOf(history, question))
    for (const { name } of page) if (name !== null) words.removeName(name);
}

/**
 * The words that were used most. The texts are read twice, first to count, then to see who used the words of the cloud:
 * memory grows with the vocabulary, not with the texts. `to` must not lie beyond what is on disk.
 */
export async function wordCloudOf(history: Port, question: CloudQuestion): Promise<WordCloud> {
  const [isStopWord, mask] = await Promise.all([loadStopWords(fold), loadMask()]);
  const words = new WordCounts(isStopWord, question.language);
  // Moderators write from the desk, without ever being in the session.
  const authors = new Set<string>();
  for await (const spoken of spokenIn(history, question)) {
    words.add(spoken);
    if (spoken.row.name !== null) authors.add(spoken.row.name);
  }
  for (const name of authors) words.removeName(name);
  await removeNames(history, question, words);
  const top = words.top(question.limit);
  const uses = new Map(top.map(([folded]) => [folded, new Use()]));
  for await (const spoken of spokenIn(history, question)) {
    const list = words.listFor(spoken.language);
    for (const { spelling, folded } of words.wordsOf(spoken))
      uses.get(folded)?.add(spelling, spoken.row, list);
  }
  return {
    texts: words.texts,
    totalWords: [...words.counts.values()].reduce((sum, count) => sum + count, 0),
    languages: Object.fromEntries([...words.languages].sort(([a], [b]) => (a < b ? -1 : 1))),
    words: cloudWords(top, uses, mask),
  };
}

function cloudWords(
  top: readonly (readonly [string, number])[],
  uses: ReadonlyMap<string, Use>,
  mask: Mask,
): CloudWord[] {
  const most = top[0]?.[1] ?? 1;
  return top.map(([folded, count]) => {
    const use = uses.get(folded);
    const text = mask(use?.spelling ?? folded, use?.languages ?? []);
    return { text, count, users: use?.users.size ?? 0, weight: Math.round((count / most) * 1000) / 1000 };
  });
}
