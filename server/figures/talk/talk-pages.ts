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

/** All rows of the actions, session after session, each in order of time, a page at a time. */
export async function* talkPages(
  history: Pick<History, 'talk'>,
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
