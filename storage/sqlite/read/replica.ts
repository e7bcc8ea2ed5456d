import type { BubbleMember, HistorySnapshot, Run } from '../../types.ts';
import type { Queryable } from '../database.ts';

const SNAPSHOT = 'SELECT version, position, time, text FROM snapshot WHERE one = 1';

const BUBBLES = `
SELECT a.tenant, b.session, a.id AS attendee, b.bubble
FROM bubbles AS b CROSS JOIN attendees AS a ON a.key = b.attendee
ORDER BY b.session, a.id`;

const LAST_RUN =
  'SELECT start_at AS start, end_at AS end FROM runs WHERE start_at = (SELECT max(start_at) FROM runs)';

/** What a replica goes on with. */
export async function readReplica(database: Queryable) {
  const [snapshot] = await database.all<HistorySnapshot>(SNAPSHOT);
  const [run] = await database.all<Run>(LAST_RUN);
  const bubbles = await database.all<BubbleMember>(BUBBLES);
  return { snapshot: snapshot ?? null, bubbles, run: run ?? null };
}
