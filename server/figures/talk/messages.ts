import type { History, StoredEngagement, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';
import { type Channel, channelOf, textOf, textOrNull } from './engagement-texts.ts';
import { type TalkSpan, talkPages } from './talk-pages.ts';

/** Which chat messages; without a filter all. */
export interface MessageFilter {
  readonly channel?: Channel | undefined;
  readonly bubble?: string | undefined;
  readonly attendee?: string | undefined;
}

export function fitsFilter(row: TalkRow, { channel, bubble, attendee }: MessageFilter): boolean {
  return (
    (channel === undefined || channelOf(row) === channel) &&
    (bubble === undefined || textOrNull(row, 'bubble') === bubble) &&
    (attendee === undefined || row.attendee === attendee)
  );
}

/** The first deletion of each of the messages that were deleted, by message id. */
export async function deletionsOf(
  history: Pick<History, 'talkAbout'>,
  sessions: readonly ScopeKey[],
  messages: readonly Pick<TalkRow, 'id'>[],
): Promise<Map<string, TalkRow>> {
  const ids = messages.map(({ id }) => id);
  const rows = await history.talkAbout({ sessions, actions: ['chat.delete'], ids, each: 1 });
  return new Map(rows.map((row) => [textOf(row, 'message'), row]));
}

/** Those of some messages that stand: neither deleted, whenever that was, nor emptied. */
export async function standingOf(
  history: Pick<History, 'talkAbout'>,
  messages: readonly TalkRow[],
): Promise<TalkRow[]> {
  const written = messages.filter((row) => textOf(row) !== '');
  const sessions = [...new Set(written.map(({ session }) => session))];
  const deletions = await deletionsOf(history, sessions, written);
  return written.filter(({ id }) => !deletions.has(id));
}

/** Pages of the messages that stand. Session after session, in order of time. */
export async function* standingMessages(
  history: Pick<History, 'talk' | 'talkAbout'>,
  span: TalkSpan,
  filter: MessageFilter = {},
): AsyncGenerator<readonly TalkRow[]> {
  for await (const page of talkPages(history, span, ['chat.message'])) {
    yield standingOf(
      history,
      page.filter((row) => fitsFilter(row, filter)),
    );
  }
}

/** The same engagements, without the texts of deleted messages. */
export async function withoutDeletedTexts<Row extends StoredEngagement>(
  history: Pick<History, 'talkAbout'>,
  rows: readonly Row[],
): Promise<Row[]> {
  const messages = rows.filter(({ action }) => action === 'chat.message');
  const sessions = [...new Set(messages.map(({ session }) => session))];
  const deletions = await deletionsOf(history, sessions, messages);
  return rows.map((row) => {
    if (row.action !== 'chat.message' || !deletions.has(row.id)) return row;
    return { ...row, data: { ...(row.data as object), text: null, deleted: true } };
  });
}
