import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Seen } from '../../../server/live/effects.ts';
import type { Committed, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const INSERT = `
INSERT INTO seen (scope, day, attendee)
SELECT ?2, ?3, a.key
FROM json_each(?1) AS r
CROSS JOIN attendees AS a ON a.tenant = ?4 AND a.id = r.value
WHERE true
ON CONFLICT DO NOTHING`;

const INSERTED = 'SELECT changes() AS count';

const ADD = `
INSERT INTO uniques (day, scope, count)
SELECT r.value ->> 'day', r.value ->> 'scope', r.value ->> 'count' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (day, scope) DO UPDATE SET count = count + excluded.count`;

interface Group {
  readonly scope: ScopeKey;
  readonly day: number;
  readonly tenant: ScopeKey;
  readonly attendees: string[];
}

function groupsOf(seen: readonly Seen[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { scope, day, tenant, attendee } of seen) {
    const name = `${scope} ${day} ${tenant}`;
    const group = groups.get(name) ?? { scope, day, tenant, attendees: [] };
    groups.set(name, group);
    group.attendees.push(attendee);
  }
  return [...groups.values()];
}

/**
 * A statement for each scope and day: its rows are plain ids, and SQLite itself knows how many of them were new (measured:
 * a third of the time of one statement over all rows that counts before it writes). The numbers are kept apart, so that a
 * start need not count the rows again.
 */
export async function writeSeen(
  database: Queryable,
  { seen }: HistoryBatch,
): Promise<Committed['newUniques']> {
  const added = new Map<string, Committed['newUniques'][number]>();
  for (const { scope, day, tenant, attendees } of groupsOf(seen)) {
    await database.all(INSERT, [JSON.stringify(attendees), scope, day, tenant]);
    const [inserted] = await database.all<{ count: number }>(INSERTED);
    const name = `${scope} ${day}`;
    const count = (added.get(name)?.count ?? 0) + (inserted?.count ?? 0);
    if (count > 0) added.set(name, { scope, day, count });
  }
  const newUniques = [...added.values()];
  await writeFromJson(database, ADD, newUniques);
  return newUniques;
}
