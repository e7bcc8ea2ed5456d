import { isErasedId, isPseudonym, pseudonymOf } from '../../../../server/live/pseudonyms.ts';
import type { Queryable } from '../../database.ts';
import { writeFromJson } from '../../json-rows.ts';
import type { Place, Purging, Step } from './step.ts';

const LIMIT = 500;

// Of whom nothing but an engagement from the desk is known, there is nothing to take.
const PEOPLE = `
SELECT a.key, a.tenant, a.id, (
  coalesce(a.registered_at, 0) < ?4
  AND NOT EXISTS (
    SELECT 1 FROM slices AS w
    WHERE w.attendee = a.key AND (w.end_at IS NULL OR max(w.end_at, w.counted_until) >= ?4)
  )
  AND NOT EXISTS (
    SELECT 1 FROM registrations AS r
    WHERE r.attendee = a.key AND (r.at >= ?4 OR EXISTS (
      SELECT 1 FROM events AS v
      WHERE v.key = r.event AND coalesce(v.details ->> '$.endsAt', v.details ->> '$.startsAt') >= ?4
    ))
  )
  AND (
    a.registered_at IS NOT NULL OR a.name IS NOT NULL OR a.email IS NOT NULL
    OR EXISTS (SELECT 1 FROM slices AS w WHERE w.attendee = a.key)
    OR EXISTS (SELECT 1 FROM registrations AS r WHERE r.attendee = a.key)
  )
) AS isOver
FROM attendees AS a
WHERE a.organization = ?1 AND a.key > ?2
ORDER BY a.key LIMIT ?3`;

interface Person {
  readonly key: number;
  readonly tenant: number;
  readonly id: string;
  readonly isOver: number;
}

// Who came back after an earlier purge was a new row, whose pseudonym is taken.
const EMPTIED = `
UPDATE attendees SET
  id = iif(
    EXISTS (SELECT 1 FROM attendees AS o WHERE o.tenant = r.value ->> 'tenant' AND o.id = r.value ->> 'id'
      AND o.key <> r.value ->> 'key'),
    (r.value ->> 'id') || '.' || (r.value ->> 'key'), r.value ->> 'id'
  ),
  name = NULL, first_name = NULL, last_name = NULL, email = NULL, phone = NULL, name_fold = NULL,
  email_fold = NULL, metadata = iif(metadata IS NULL, NULL, '{}')
FROM jsonb_each(?1) AS r
WHERE attendees.key = r.value ->> 'key'`;

const REGISTRATIONS = `
UPDATE registrations SET ticket = NULL, answers = '{}', metadata = '{}'
WHERE attendee IN (SELECT r.value ->> 'key' FROM jsonb_each(?1) AS r)`;

// Who they are now, by who they were: ?2 is such an object. One pass for all, since only names in sets are looked for.
const REFERENCES = `
UPDATE engagements SET data = json_set(data, '$.to', ?2 ->> ('$."' || (data ->> '$.to') || '"'))
WHERE key IN (
  SELECT e.key
  FROM sessions AS s
  CROSS JOIN actions AS c ON c.name = 'teleport'
  CROSS JOIN engagements AS e ON e.session = s.key AND e.action = c.key
  WHERE s.tenant = ?1 AND e.data ->> '$.to' IN (SELECT r.key FROM json_each(?2) AS r)
)`;

const AUDIT = `
UPDATE audit SET
  actor = coalesce(?2 ->> ('$."' || actor || '"'), actor),
  target = iif(
    substr(target, 1, 9) = 'attendee:',
    coalesce('attendee:' || (?2 ->> ('$."' || substr(target, 10) || '"')), target), target
  )
WHERE tenant = ?1 AND (
  actor IN (SELECT r.key FROM json_each(?2) AS r)
  OR target IN (SELECT 'attendee:' || r.key FROM json_each(?2) AS r)
)`;

const NAMES = `
SELECT a.key, a.id FROM json_each(?1) AS r CROSS JOIN attendees AS a ON a.key = r.value`;

/** What others did with them, and what they did to others: of whom is not to be known any more, either. */
async function rename(database: Queryable, people: readonly Person[]): Promise<void> {
  const [first] = people;
  if (first === undefined) return;
  const keys = JSON.stringify(people.map(({ key }) => key));
  const renamed = await database.all<Pick<Person, 'key' | 'id'>>(NAMES, [keys]);
  const now = new Map(renamed.map(({ key, id }) => [key, id]));
  const names = JSON.stringify(Object.fromEntries(people.map(({ key, id }) => [id, now.get(key) ?? id])));
  for (const sql of [REFERENCES, AUDIT]) await database.all(sql, [first.tenant, names]);
}

/** People of the organization who were not seen since the horizon, and are in no event that is still to end. */
export const purgePeople: Step = async (
  database: Queryable,
  { organization, before, salt }: Purging,
  [after = 0]: Place,
) => {
  const people = await database.all<Person>(PEOPLE, [organization, after, LIMIT, before]);
  const over = people.filter(({ id, isOver }) => isOver === 1 && !isPseudonym(id) && !isErasedId(id));
  const rows = over.map(({ key, tenant, id }) => ({ key, tenant, id: pseudonymOf(salt, id) }));
  await writeFromJson(database, EMPTIED, rows);
  await writeFromJson(database, REGISTRATIONS, rows);
  await rename(database, over);
  const last = people.at(-1);
  return people.length < LIMIT || last === undefined ? null : [last.key];
};
