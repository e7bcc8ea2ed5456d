import { pseudonymOf } from '../../../../server/live/pseudonyms.ts';
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

/** What an earlier purge or an erasure has made nobody of. */
const NOBODY = /^(p-[\w-]{24}(\.\d+)?|erased-[\w-]{16})$/;

/** People of the organization who were not seen since the horizon, and are in no event that is still to end. */
export const purgePeople: Step = async (
  database: Queryable,
  { organization, before, salt }: Purging,
  [after = 0]: Place,
) => {
  const people = await database.all<Person>(PEOPLE, [organization, after, LIMIT, before]);
  const over = people.filter(({ id, isOver }) => isOver === 1 && !NOBODY.test(id));
  const rows = over.map(({ key, tenant, id }) => ({ key, tenant, id: pseudonymOf(salt, id) }));
  await writeFromJson(database, EMPTIED, rows);
  await writeFromJson(database, REGISTRATIONS, rows);
  const last = people.at(-1);
  return people.length < LIMIT || last === undefined ? null : [last.key];
};
