import type { History, TalkRow } from '../../../storage/types.ts';
import type { ScopeKey } from '../../live/catalogue.ts';

/** What was said and done in some sessions; `from` inclusive, `to` exclusive, ms. */
export interface TalkSpan {
  readonly sessions: readonly ScopeKey[];
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** So many rows are read at a time: a page is about five milliseconds of work. */
export const PAGE = 500;

/** So many sessions are asked for at once: in most of them nothing, or little, was said. */
const TOGETHER = 64;

type Port = Pick<History, 'talk'>;

/** All rows of the actions, session after session, each in order of time, a page at a time. */
export async function* talkPages(
  history: Port,
  { sessions, from, to }: TalkSpan,
  actions: readonly string[],
): AsyncGenerator<readonly TalkRow[]> {
  for (let index = 0; index < sessions.length; index += TOGETHER) {
    const some = sessions.slice(index, index + TOGETHER);
    const rows = await history.talk({ sessions: some, actions, from, to, limit: PAGE });
    if (rows.length === PAGE) yield* oneByOne(history, { sessions: some, from, to }, actions);
    else if (rows.length > 0) yield bySession(rows, some);
  }
}

function bySession(rows: readonly TalkRow[], sessions: readonly ScopeKey[]): TalkRow[] {
  const placeOf = new Map(sessions.map((session, place) => [session, place]));
  const place = ({ session }: TalkRow) => placeOf.get(session) ?? 0;
  return rows.toSorted((a, b) => place(a) - place(b));
}

async function* oneByOne(
  history: Port,
  { sessions, from, to }: TalkSpan,
  actions: readonly string[],
): AsyncGenerator<readonly TalkRow[]> {
  for (const session of sessions) {
    let after: TalkRow | undefined;
    do {
      const rows = await history.talk({ sessions: [session], actions, from, to, after, limit: PAGE });
      if (rows.length > 0) yield rows;
      after = rows.length === PAGE ? rows.at(-1) : undefined;
    } while (after !== undefined);
  }
}
