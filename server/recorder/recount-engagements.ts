import type { Engaged, History, Recounted } from '../../storage/types.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Live } from '../live/live.ts';
import { dayOf } from '../live/watch.ts';
import { EngagementSums } from './engagement-sums.ts';
import { pages, readAhead } from './read-ahead.ts';
import { Tallies } from './tallies.ts';
import { WriteBehind } from './write-behind.ts';

/** Of one person in one session there are few at a time: the more are summed up at once, the fewer rows are written again. */
const ENGAGEMENTS_A_PAGE = 20_000;
const NONE: ReadonlySet<string> = new Set();

interface Recounting {
  readonly history: Pick<History, 'engagementsInOrder' | 'writeRecounted'>;
  readonly live: Live;
  /** Scopes of which something has been purged: they keep what they have. */
  readonly kept: ReadonlySet<ScopeKey>;
}

/** Sums of engagements by scope, minute and attendee. */
export function recountEngagements(recounting: Recounting): Promise<void> {
  const writing = new WriteBehind<Recounted>((part) => recounting.history.writeRecounted(part));
  return writing.during(async () => {
    for await (const part of engagementParts(recounting)) await writing.add(part);
  });
}

async function* engagementParts({ history, live, kept }: Recounting): AsyncGenerator<Recounted> {
  const tallies = new Tallies({ uniques: [], engagementCounts: [] });
  const read = (last: Engaged | undefined) =>
    history.engagementsInOrder({ after: last?.key ?? 0, limit: ENGAGEMENTS_A_PAGE });
  for await (const rows of readAhead(pages<Engaged>(ENGAGEMENTS_A_PAGE, read))) {
    const sums = new EngagementSums();
    for (const { session, attendeeKey, action, at } of rows) {
      if (!kept.has(session)) sums.ofAttendee({ session, attendeeKey, action });
      for (const { key: scope, kind } of live.registry.sessionByKey(session)?.scopes ?? []) {
        const day = kind === 'organization' ? dayOf(at) : 0;
        const name = tallies.countedAs({ scope, day }, action, NONE);
        tallies.addEngagement([{ scope, day, action: name, count: 1 }]);
        if (!kept.has(scope)) sums.ofScope({ scope, day, action: name, at });
      }
    }
    yield sums.recounted();
  }
}
