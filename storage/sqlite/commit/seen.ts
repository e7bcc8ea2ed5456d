import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Seen } from '../../../server/live/effects.ts';
import type { Committed, HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';
import { countRegisteredComing } from './registration-counts.ts';

const INSERT = `
INSERT INTO seen (scope, day, attendee)
SELECT ?2, ?3, r.value FROM json_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING`;

const INSERTED = 'SELECT changes() AS count';

const ADD = `
INSERT INTO uniques (day, scope, count)
SELECT r.value ->> 'day', r.value ->> 'scope', r.value ->> 'count' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (day, scope) DO UPDATE SET count = count + excluded.count`;

interface Group {
  readonly scope: ScopeKey;
  readonly day: number;
  readonly keys: number[];
}

function groupsOf(seen: readonly Seen[], attendees: Attendees): Group[] {
  const groups = new Map<string, Group>();
  for (const { scope, day, tenant, attendee } of seen) {
    const name = `${scope} ${day}`;
    const group = groups.get(name) ?? { scope, day, keys: [] };
    groups.set(name, group);
    group.keys.push(attendees.keyOf(tenant, attendee));
  }
  // One page after the other.
  for (const { keys } of groups.values()) keys.sort((a, b) => a - b);
  return [...groups.values()];
}

/**
 * A statement for each scope and day: its rows are plain keys, and SQLite itself knows how many of them were new (measured:
 * a third of the time of one statement over all rows that counts before it writes). The numbers are kept apart, so that a
 * start need not count the rows again.
 */
export async function writeSeen(
  database: Queryable,
  { seen }: HistoryBatch,
  attendees: Attendees,
): Promise<Committed['newUniques']> {
  const newUniques: Committed['newUniques'][number][] = [];
  const groups = groupsOf(seen, attendees);
  await countRegisteredComing(
    database,
    groups.filter(({ day }) => day === 0),
  );
  for (const { scope, day, keys } of groups) {
    await database.all(INSERT, [JSON.stringify(keys), scope, day]);
    const [inserted] = await database.all<{ count: number }>(INSERTED);
    const count = inserted?.count ?? 0;
    if (count > 0) newUniques.push({ scope, day, count });
  }
  await writeFromJson(database, ADD, newUniques);
  return newUniques;
}
