import type { AnnouncementSubject } from '../../../server/live/announcements.ts';
import type { DueFilter, MessageCounts, MessageFilter, MessageRow, WaitingEndpoint } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allFromJson } from '../json-rows.ts';

type StoredMessage = Omit<MessageRow, 'subject'> & {
  readonly subjectKind: AnnouncementSubject['kind'] | null;
  readonly subject: string | null;
};

const COLUMNS = `
m.endpoint, m.sequence, m.id, m.type, m.at, m.organization, m.event, m.session, m.attendee, m.subject_kind AS subjectKind,
m.subject, m.value, m.since, m.queued_at AS queuedAt, m.status, m.attempts, m.next_at AS nextAt, m.finished_at AS finishedAt`;

const WAITING = `
SELECT m.endpoint, min(m.next_at) AS nextAt, count(*) AS pending, (
  SELECT o.queued_at FROM messages AS o INDEXED BY messages_pending
  WHERE o.endpoint = m.endpoint AND o.status = 'pending' ORDER BY o.sequence LIMIT 1
) AS oldestAt
FROM messages AS m INDEXED BY messages_due
WHERE m.status = 'pending'
GROUP BY m.endpoint ORDER BY nextAt, m.endpoint`;

const DUE = `
SELECT ${COLUMNS}
FROM messages AS m
WHERE m.endpoint = ?1 AND m.status = 'pending' AND m.next_at <= ?2
  AND m.sequence NOT IN (SELECT r.value FROM json_each(?3) AS r)
ORDER BY m.sequence LIMIT ?4`;

const LIST = `
SELECT ${COLUMNS}
FROM messages AS m
WHERE m.endpoint = ?1 AND m.sequence < ?2 AND (?3 IS NULL OR m.status = ?3) AND (?4 IS NULL OR m.type = ?4)
ORDER BY m.sequence DESC LIMIT ?5`;

const ONE = `SELECT ${COLUMNS} FROM messages AS m WHERE m.endpoint = ?1 AND m.id = ?2`;

const COUNTS = `
SELECT m.endpoint, sum(m.status = 'pending') AS pending, sum(m.status = 'delivered') AS delivered,
  sum(m.status = 'exhausted') AS exhausted, sum(m.status = 'dropped') AS dropped
FROM json_each(?1) AS r CROSS JOIN messages AS m ON m.endpoint = r.value
GROUP BY m.endpoint`;

function messageOf({ subjectKind: kind, subject: id, ...row }: StoredMessage): MessageRow {
  return { ...row, subject: kind === null || id === null ? null : { kind, id } };
}

export function readWaitingEndpoints(database: Queryable): Promise<WaitingEndpoint[]> {
  return database.all<WaitingEndpoint>(WAITING);
}

export async function readDueMessages(
  database: Queryable,
  { endpoint, through, except, limit }: DueFilter,
): Promise<MessageRow[]> {
  const rows = await database.all<StoredMessage>(DUE, [endpoint, through, JSON.stringify(except), limit]);
  return rows.map(messageOf);
}

export async function readMessages(
  database: Queryable,
  { endpoint, status, type, before = Number.MAX_SAFE_INTEGER, limit }: MessageFilter,
): Promise<MessageRow[]> {
  const filter = [endpoint, before, status ?? null, type ?? null, limit];
  return (await database.all<StoredMessage>(LIST, filter)).map(messageOf);
}

export async function readMessage(
  database: Queryable,
  { endpoint, id }: { readonly endpoint: string; readonly id: string },
): Promise<MessageRow | null> {
  const [row] = await database.all<StoredMessage>(ONE, [endpoint, id]);
  return row === undefined ? null : messageOf(row);
}

/** Zeros where there is nothing. */
export async function readMessageCounts(
  database: Queryable,
  endpoints: readonly string[],
): Promise<MessageCounts[]> {
  const rows = await allFromJson<MessageCounts>(database, COUNTS, endpoints);
  const known = new Map(rows.map((row) => [row.endpoint, row]));
  const none = { pending: 0, delivered: 0, exhausted: 0, dropped: 0 };
  return endpoints.map((endpoint) => known.get(endpoint) ?? { endpoint, ...none });
}
