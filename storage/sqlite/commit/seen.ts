import type { Committed, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allFromJson, writeFromJson } from '../json-rows.ts';

const COUNT_NEW = `
SELECT n.scope, n.day, count(*) AS count
FROM (
  SELECT DISTINCT r.value ->> 'scope' AS scope, r.value ->> 'day' AS day, a.key AS attendee
  FROM jsonb_each(?1) AS r
  CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
) AS n
WHERE NOT EXISTS (
  SELECT 1 FROM seen WHERE seen.scope = n.scope AND seen.day = n.day AND seen.attendee = n.attendee
)
GROUP BY n.scope, n.day`;

const INSERT = `
INSERT INTO seen (scope, day, attendee)
SELECT r.value ->> 'scope', r.value ->> 'day', a.key
FROM jsonb_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = r.value ->> 'tenant' AND a.id = r.value ->> 'attendee'
WHERE true
ON CONFLICT DO NOTHING`;

const ADD = `
INSERT INTO uniques (day, scope, count)
SELECT r.value ->> 'day', r.value ->> 'scope', r.value ->> 'count' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (day, scope) DO UPDATE SET count = count + excluded.count`;

/**
 * Counted in SQL before the rows are written, since one row per new attendee and scope would have to come back to the
 * main thread otherwise. The numbers are kept apart, so that a start need not count the rows again.
 */
export async function writeSeen(
  database: Queryable,
  { seen }: HistoryBatch,
): Promise<Committed['newUniques']> {
  const added = await allFromJson<Committed['newUniques'][number]>(database, COUNT_NEW, seen);
  if (added.length === 0) return added;
  await writeFromJson(database, INSERT, seen);
  await writeFromJson(database, ADD, added);
  return added;
}
