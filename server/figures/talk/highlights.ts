import type { History, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { Best } from '../best.ts';
import { textOf } from './engagement-texts.ts';
import { standingMessages } from './messages.ts';
import { type TalkSpan, talkPages } from './talk-pages.ts';

/** What was said in a moment and what people thought of it. */
export interface Highlight {
  readonly kind: 'chat' | 'question';
  readonly key: number;
  readonly id: string;
  readonly at: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly name: string | null;
  readonly text: string;
  /** Reactions to the message, or upvotes of the question, until now. */
  readonly reactions: number;
}

type Port = Pick<History, 'talk' | 'talkAbout' | 'countTalkAbout'>;

const KINDS = {
  chat: { action: 'chat.reaction', pages: standingMessages },
  question: {
    action: 'question.upvote',
    pages: (history: Port, span: TalkSpan) => talkPages(history, span, ['question.ask']),
  },
} as const;

async function reactionsTo(history: Port, action: string, rows: readonly TalkRow[]) {
  const sessions = [...new Set(rows.map(({ session }) => session))];
  const ids = rows.map(({ id }) => id);
  const counts = new Map<string, number>();
  for (const { reference, count } of await history.countTalkAbout({ sessions, actions: [action], ids }))
    counts.set(reference, (counts.get(reference) ?? 0) + count);
  return counts;
}

/** The messages and questions of a span that most people reacted to, of equals the earliest. */
export async function highlightsOf(
  history: Port,
  span: TalkSpan,
  size: number,
): Promise<readonly Highlight[]> {
  const top = new Best<Highlight>(size, (a, b) => b.reactions - a.reactions || a.at - b.at || a.key - b.key);
  for (const kind of ['chat', 'question'] as const) {
    const { action, pages } = KINDS[kind];
    for await (const page of pages(history, span)) {
      const counts = await reactionsTo(history, action, page);
      for (const row of page) {
        const { key, id, at, session, attendee, name } = row;
        const text = textOf(row);
        if (text !== '')
          top.add({ kind, key, id, at, session, attendee, name, text, reactions: counts.get(id) ?? 0 });
      }
    }
  }
  return top.inOrder();
}
