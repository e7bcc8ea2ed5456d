import type { HistoryBatch, RegistrationPut } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';
import { countingRegistrations } from './registration-counts.ts';

const PUT = `
INSERT INTO registrations (scope, attendee, kind, event, at, version, ticket, answers, metadata)
SELECT r.value ->> 'scope', r.value ->> 'attendee', r.value ->> 'kind', r.value ->> 'event', r.value ->> 'at',
  r.value ->> 'version', r.value ->> 'ticketId', r.value -> 'answers', r.value -> 'metadata'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (scope, attendee, kind) DO UPDATE SET
  at = excluded.at, version = excluded.version, ticket = excluded.ticket, answers = excluded.answers,
  metadata = excluded.metadata`;

const TAKE_AWAY = `
DELETE FROM registrations WHERE (scope, attendee, kind) IN (
  SELECT r.value ->> 'scope', r.value ->> 'attendee', r.value ->> 'kind' FROM jsonb_each(?1) AS r
)`;

const keyOf = ({ scope, kind, attendee }: RegistrationPut) => `${scope} ${kind} ${attendee}`;

/** Of one that comes twice in the batch, the last stands. */
export async function writeRegistrations(
  database: Queryable,
  { registrations }: HistoryBatch,
  attendees: Attendees,
): Promise<void> {
  const last = [...new Map(registrations.map((put) => [keyOf(put), put])).values()];
  const rows = last.map(({ tenant, attendee, details, ...row }) => {
    return { ...row, ...details, attendee: attendees.keyOf(tenant, attendee), isGone: details === null };
  });
  const gone = rows.filter(({ isGone }) => isGone);
  const made = rows.filter(({ isGone }) => !isGone);
  await countingRegistrations(database, rows, async () => {
    await writeFromJson(database, TAKE_AWAY, gone);
    await writeFromJson(database, PUT, made);
  });
}
