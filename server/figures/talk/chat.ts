import type { History, TalkCount, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { type Channel, channelOf, textOf, textOrNull } from './engagement-texts.ts';
import { deletionsOf, fitsFilter, type MessageFilter, standingOf } from './messages.ts';
import type { TalkSpan } from './talk-pages.ts';

/** A line of the transcript. Times in ms. */
export interface ChatMessage {
  readonly key: number;
  readonly id: string;
  readonly at: number;
  readonly session: ScopeKey;
  readonly attendee: string;
  readonly attendeeKey: number;
  readonly name: string | null;
  readonly channel: Channel;
  readonly bubble: string | null;
  /** Null once it was deleted. */
  readonly text: string | null;
  readonly deletion: { readonly by: string; readonly at: number } | null;
  /** How often each kind of reaction was given to it. */
  readonly reactions: Readonly<Record<string, number>>;
}

export interface ChatQuestion extends TalkSpan, MessageFilter {
  readonly after?: { readonly at: number; readonly key: number } | undefined;
  readonly limit: number;
  /** Leaves out what was deleted or emptied. */
  readonly isStanding?: boolean | undefined;
}

/** The transcript's lines of some rows, with what was done to them since. */
function chatMessages(
  rows: readonly TalkRow[],
  deletions: ReadonlyMap<string, TalkRow>,
  counts: readonly TalkCount[],
): ChatMessage[] {
  const reactions = new Map<string, [kind: string, count: number][]>();
  for (const { reference, reaction, count } of counts) {
    if (reaction === null) continue;
    reactions.set(reference, [...(reactions.get(reference) ?? []), [reaction, count]]);
  }
  return rows.map((row) => {
    const { key, id, at, session, attendee, attendeeKey, name } = row;
    const deletion = deletions.get(id);
    return {
      ...{ key, id, at, session, attendee, attendeeKey, name },
      channel: channelOf(row),
      bubble: textOrNull(row, 'bubble'),
      text: deletion === undefined ? textOf(row) : null,
      deletion: deletion === undefined ? null : { by: deletion.attendee, at: deletion.at },
      reactions: Object.fromEntries(reactions.get(id) ?? []),
    };
  });
}

/** The next `limit` rows that fit, over all the sessions in order of time. */
async function nextRows(history: History, question: ChatQuestion): Promise<TalkRow[]> {
  const { sessions, from, to, limit } = question;
  const fitting: TalkRow[] = [];
  let after = question.after;
  for (;;) {
    const filter = { sessions, actions: ['chat.message'], from, to, after, limit };
    const page = await history.talk(filter);
    const wanted = page.filter((row) => fitsFilter(row, question));
    fitting.push(...(question.isStanding === true ? await standingOf(history, wanted) : wanted));
    after = page.at(-1);
    if (fitting.length >= limit || page.length < limit) return fitting.slice(0, limit);
  }
}

/** A page of the transcript, in order of time. */
export async function chatPage(history: History, question: ChatQuestion): Promise<ChatMessage[]> {
  const rows = await nextRows(history, question);
  const sessions = [...new Set(rows.map(({ session }) => session))];
  const deletions = await deletionsOf(history, sessions, rows);
  const ids = rows.map(({ id }) => id);
  const counts = await history.countTalkAbout({ sessions, actions: ['chat.reaction'], ids });
  return chatMessages(rows, deletions, counts);
}
