import type { History, TalkRow } from '../../../storage/types.ts';
import { Breath } from '../../breath.ts';
import { textOf } from './engagement-texts.ts';
import { detectLanguages, type Language } from './language.ts';
import { standingMessages } from './messages.ts';
import { pollsOf } from './polls.ts';
import { PAGE, type TalkSpan, talkPages } from './talk-pages.ts';

export type WordSource = 'chat' | 'questions' | 'polls';

export interface SpokenQuestion extends TalkSpan {
  readonly sources: readonly WordSource[];
}

type Port = Pick<History, 'talk' | 'talkAbout' | 'pollAnswers'>;

/** Last answers to text polls. */
async function* pollTexts(history: Port, span: TalkSpan): AsyncGenerator<readonly TalkRow[]> {
  const polls = await pollsOf(history, span);
  for (const { session, poll } of polls.filter(({ type }) => type === 'text')) {
    let after: TalkRow | undefined;
    do {
      const { from, to } = span;
      const rows: TalkRow[] = await history.pollAnswers({ session, poll, from, to, after, limit: PAGE });
      yield rows;
      after = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (after !== undefined);
  }
}

async function* textsOf(history: Port, question: SpokenQuestion): AsyncGenerator<readonly TalkRow[]> {
  const { sources } = question;
  if (sources.includes('chat')) yield* standingMessages(history, question);
  if (sources.includes('questions')) yield* talkPages(history, question, ['question.ask', 'question.answer']);
  if (sources.includes('polls')) yield* pollTexts(history, question);
}

/** A text that somebody wrote, and what language it seems to be in. */
export interface Spoken {
  readonly row: TalkRow;
  readonly text: string;
  readonly language: Language;
}

const UNKNOWN: Language = { code: 'und', guess: 'und' };

/** All texts one by one, with time for others between. */
export async function* spokenIn(history: Port, question: SpokenQuestion): AsyncGenerator<Spoken> {
  const breath = new Breath();
  for await (const page of textsOf(history, question)) {
    const texts = page.map((row) => textOf(row));
    const languages = await detectLanguages(texts);
    for (const [index, row] of page.entries()) {
      yield { row, text: texts[index] ?? '', language: languages[index] ?? UNKNOWN };
      await breath.take();
    }
  }
}
