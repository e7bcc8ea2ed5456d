import { MAX_KEPT, MAX_PENDING } from '../../rows/webhooks.ts';
import type { NewMessage } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';

// Sequence numbers go on in the order of the list.
const QUEUE = `
INSERT INTO messages (endpoint, sequence, id, type, at, organization, event, session, attendee, subject_kind, subject, value,
  since, queued_at, status, attempts, next_at)
SELECT w.id, w.last_sequence + row_number() OVER (PARTITION BY w.id ORDER BY r.key), r.value ->> 'id', r.value ->> 'type',
  r.value ->> 'at', r.value ->> 'organization', r.value ->> 'event', r.value ->> 'session', r.value ->> 'attendee',
  r.value ->> '$.subject.kind', r.value ->> '$.subject.id', r.value ->> 'value', r.value ->> 'since',
  r.value ->> 'queuedAt', 'pending', 0, r.value ->> 'queuedAt'
FROM jsonb_each(?1) AS r
CROSS JOIN webhooks AS w ON w.id = r.value ->> 'endpoint'
WHERE NOT EXISTS (SELECT 1 FROM messages AS m WHERE m.endpoint = w.id AND m.id = r.value ->> 'id')`;

const ENDPOINTS = "(SELECT DISTINCT r.value ->> 'endpoint' FROM jsonb_each(?1) AS r)";

const SEQUENCES = `
UPDATE webhooks SET last_sequence = max(
  last_sequence,
  coalesce((SELECT max(m.sequence) FROM messages AS m WHERE m.endpoint = webhooks.id), 0)
)
WHERE id IN ${ENDPOINTS}`;

// With the one that made it too many, whatever else came in the same commit.
const DROP = `
UPDATE messages SET status = 'dropped', next_at = NULL, finished_at = (
  SELECT n.queued_at FROM messages AS n
  WHERE n.endpoint = messages.endpoint AND n.sequence = messages.sequence + ${MAX_PENDING}
)
FROM webhooks AS w
WHERE w.id IN ${ENDPOINTS} AND messages.endpoint = w.id AND messages.status = 'pending'
  AND messages.sequence <= w.last_sequence - ${MAX_PENDING}`;

const FORGET = `
DELETE FROM messages WHERE (endpoint, sequence) IN (
  SELECT m.endpoint, m.sequence
  FROM webhooks AS w CROSS JOIN messages AS m ON m.endpoint = w.id AND m.sequence <= w.last_sequence - ${MAX_KEPT}
  WHERE w.id IN ${ENDPOINTS}
)`;

/** Queues messages in order at each of their endpoints, and keeps what is there within its bounds. */
export async function queueMessages(
  database: Queryable,
  messages: readonly NewMessage[],
  attendees: Attendees,
): Promise<void> {
  const rows = messages.flatMap(({ endpoints, tenant, attendee, announcement, ...message }) => {
    const key = attendee === null ? null : attendees.keyOf(tenant, attendee);
    return endpoints.map((endpoint) => ({ ...announcement, ...message, endpoint, attendee: key }));
  });
  for (const sql of [QUEUE, SEQUENCES, DROP, FORGET]) await writeFromJson(database, sql, rows);
}

const OUTCOMES = `
UPDATE messages SET
  attempts = r.value ->> 'attempt',
  status = CASE r.value ->> 'result' WHEN 'failed' THEN 'pending' ELSE r.value ->> 'result' END,
  next_at = iif(r.value ->> 'result' = 'failed', coalesce(r.value ->> 'nextAt', r.value ->> 'at'), NULL),
  finished_at = iif(r.value ->> 'result' = 'failed', NULL, r.value ->> 'at')
FROM jsonb_each(?1) AS r
WHERE messages.endpoint = r.value ->> 'endpoint' AND messages.sequence = r.value ->> 'sequence'
  AND messages.status = 'pending' AND messages.attempts < r.value ->> 'attempt'`;

const AGAIN = `
UPDATE messages SET status = 'pending', attempts = 0, next_at = ?3, finished_at = NULL
WHERE endpoint = ?1 AND sequence = ?2`;

export async function writeOutcomes(database: Queryable, outcomes: readonly unknown[]): Promise<void> {
  await writeFromJson(database, OUTCOMES, outcomes);
}

export async function queueAgain(
  database: Queryable,
  { endpoint, sequence, at }: { readonly endpoint: string; readonly sequence: number; readonly at: number },
): Promise<void> {
  await database.all(AGAIN, [endpoint, sequence, at]);
}
