import type { History, TalkRow } from '../../../storage/types.ts';
import { Breath } from '../../breath.ts';
import { MINUTE_MS } from '../../durations.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Best } from '../best.ts';
import { type Channel, channelOf, textOf } from './engagement-texts.ts';
import { DETECTOR, detectLanguages, type Language } from './language.ts';
import { EMOJI_LIST, type Lexicon, loadLexicon, WORD_LIST } from './lexicon.ts';
import { type MessageFilter, standingMessages } from './messages.ts';
import {
  judge,
  NEGATION_FACTOR,
  NEGATION_WINDOW,
  NORMALIZATION,
  THRESHOLD,
  type Tone,
  toneOf,
} from './sentiment-score.ts';
import type { TalkSpan } from './talk-pages.ts';

export interface ToneFigures {
  /** Mean of the messages' scores, to four decimals; null without any. */
  readonly score: number | null;
  readonly positive: number;
  readonly neutral: number;
  readonly negative: number;
}

export interface JudgedMessage {
  readonly key: number;
  readonly id: string;
  readonly at: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly name: string | null;
  readonly text: string;
  readonly score: number;
}

/** Times in ms. */
export interface SentimentFigures {
  readonly messages: number;
  readonly analysed: number;
  /** Of those analysed, in another language than English and judged by their emojis alone. */
  readonly byEmojisOnly: number;
  /** Messages that could not be judged, by language. */
  readonly unjudged: Readonly<Record<string, number>>;
  readonly overall: ToneFigures;
  readonly byChannel: Readonly<Record<Channel, ToneFigures>>;
  readonly byMinute: readonly ({ readonly minute: number } & ToneFigures)[];
  /** Who wrote most first. */
  readonly users: readonly ({
    readonly attendee: string;
    readonly name: string | null;
    readonly messages: number;
  } & ToneFigures)[];
  readonly topPositive: readonly JudgedMessage[];
  readonly topNegative: readonly JudgedMessage[];
}

/** What the answer was worked out from, for whoever wants to follow it. */
export const SENTIMENT_BASIS = {
  words: WORD_LIST,
  emojis: EMOJI_LIST,
  languages: ['en'],
  languageDetection: DETECTOR,
  negation: { window: NEGATION_WINDOW, factor: NEGATION_FACTOR },
  score: `sum / sqrt(sum^2 + ${NORMALIZATION}) of the values of words and emojis`,
  threshold: THRESHOLD,
} as const;

class ToneTally {
  readonly #tones: Record<Tone, number> = { positive: 0, neutral: 0, negative: 0 };
  #sum = 0;

  add(score: number): void {
    this.#sum += score;
    this.#tones[toneOf(score)]++;
  }

  get count(): number {
    return this.#tones.positive + this.#tones.neutral + this.#tones.negative;
  }

  figures(): ToneFigures {
    const score = this.count === 0 ? null : Math.round((this.#sum / this.count) * 10_000) / 10_000;
    return { score, ...this.#tones };
  }
}

function listed<Key>(tallies: Map<Key, ToneTally>, key: Key): ToneTally {
  const tally = tallies.get(key) ?? new ToneTally();
  tallies.set(key, tally);
  return tally;
}

class SentimentTally {
  readonly #lexicon: Lexicon;
  readonly #size: number;
  #messages = 0;
  #byEmojisOnly = 0;
  readonly #unjudged = new Map<string, number>();
  readonly #overall = new ToneTally();
  readonly #channels = { event: new ToneTally(), stage: new ToneTally(), bubble: new ToneTally() };
  readonly #minutes = new Map<number, ToneTally>();
  readonly #users = new Map<number, { attendee: string; name: string | null; tone: ToneTally }>();
  readonly #positive: Best<JudgedMessage>;
  readonly #negative: Best<JudgedMessage>;

  /** `size`: of the lists of messages and users. */
  constructor(lexicon: Lexicon, size: number) {
    this.#lexicon = lexicon;
    this.#size = size;
    const earlier = (a: JudgedMessage, b: JudgedMessage) => a.at - b.at || a.key - b.key;
    this.#positive = new Best(size, (a, b) => b.score - a.score || earlier(a, b));
    this.#negative = new Best(size, (a, b) => a.score - b.score || earlier(a, b));
  }

  add(row: TalkRow, detected: Language): void {
    this.#messages++;
    const text = textOf(row);
    const judgement = judge(text, detected, this.#lexicon);
    const { language } = judgement;
    if (!judgement.judged) {
      this.#unjudged.set(language, (this.#unjudged.get(language) ?? 0) + 1);
      return;
    }
    const { score } = judgement;
    if (judgement.byEmojisOnly) this.#byEmojisOnly++;
    this.#overall.add(score);
    this.#channels[channelOf(row)].add(score);
    listed(this.#minutes, Math.floor(row.at / MINUTE_MS) * MINUTE_MS).add(score);
    this.#addUser(row, score);
    const { key, id, at, session, attendee, name } = row;
    const message = { key, id, at, session, attendee, name, text, score };
    if (toneOf(score) === 'positive') this.#positive.add(message);
    if (toneOf(score) === 'negative') this.#negative.add(message);
  }

  figures(): SentimentFigures {
    const { event, stage, bubble } = this.#channels;
    const users = [...this.#users].sort(([a, one], [b, other]) => other.tone.count - one.tone.count || a - b);
    return {
      messages: this.#messages,
      analysed: this.#overall.count,
      byEmojisOnly: this.#byEmojisOnly,
      unjudged: Object.fromEntries([...this.#unjudged].sort(([a], [b]) => (a < b ? -1 : 1))),
      overall: this.#overall.figures(),
      byChannel: { event: event.figures(), stage: stage.figures(), bubble: bubble.figures() },
      byMinute: [...this.#minutes]
        .sort(([a], [b]) => a - b)
        .map(([minute, tone]) => ({ minute, ...tone.figures() })),
      users: users.slice(0, this.#size).map(([, { attendee, name, tone }]) => {
        return { attendee, name, messages: tone.count, ...tone.figures() };
      }),
      topPositive: this.#positive.inOrder(),
      topNegative: this.#negative.inOrder(),
    };
  }

  #addUser({ attendeeKey, attendee, name }: TalkRow, score: number): void {
    const user = this.#users.get(attendeeKey) ?? { attendee, name, tone: new ToneTally() };
    this.#users.set(attendeeKey, user);
    user.tone.add(score);
  }
}

const UNKNOWN: Language = { code: 'und', guess: 'und' };

/** The tone of the messages that stand. */
export async function sentimentOf(
  history: Pick<History, 'talk' | 'talkAbout'>,
  span: TalkSpan & MessageFilter,
  size: number,
): Promise<SentimentFigures> {
  const tally = new SentimentTally(await loadLexicon(), size);
  const breath = new Breath();
  for await (const page of standingMessages(history, span, span)) {
    const languages = await detectLanguages(page.map((row) => textOf(row)));
    for (const [index, row] of page.entries()) {
      tally.add(row, languages[index] ?? UNKNOWN);
      await breath.take();
    }
  }
  return tally.figures();
}
