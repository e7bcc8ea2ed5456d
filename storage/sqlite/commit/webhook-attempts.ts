import type { WebhookAttempt } from '../../rows/webhook-attempts.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const KEPT_OF_ENDPOINT = 100;
const KEPT_IN_ALL = 20_000;
const KEPT_MS = 7 * 86_400_000;

// Somebody may have been erased between the making of the body and now.
const IS_STILL_TRUE = `NOT r.value ->> 'hasPeople' OR NOT EXISTS (
  SELECT 1 FROM tombstones AS t WHERE t.tenant = r.value ->> 'tenant' AND t.at > r.value ->> 'readAt'
)`;

const KEEP = `
INSERT INTO webhook_attempts (
  endpoint, message, sequence, page, tenant, organization, attendee, has_people, read_at, at, took_ms, url, headers, body,
  status, failure, answer
)
SELECT r.value ->> 'endpoint', r.value ->> 'message', r.value ->> 'sequence', r.value ->> 'page', r.value ->> 'tenant',
  r.value ->> 'organization', r.value ->> 'attendee', r.value ->> 'hasPeople', r.value ->> 'readAt', r.value ->> 'at',
  r.value ->> 'tookMs', r.value ->> 'url', r.value -> 'headers', iif(${IS_STILL_TRUE}, r.value ->> 'body', ''),
  r.value ->> 'status', r.value ->> 'failure', iif(${IS_STILL_TRUE}, r.value ->> 'answer', '')
FROM jsonb_each(?1) AS r
ORDER BY r.key`;

const DROP_OF_ENDPOINTS = `
DELETE FROM webhook_attempts WHERE key IN (
  SELECT a.key
  FROM json_each(?1) AS r
  CROSS JOIN webhook_attempts AS a ON a.endpoint = r.value AND a.key <= (
    SELECT b.key FROM webhook_attempts AS b WHERE b.endpoint = r.value
    ORDER BY b.key DESC LIMIT 1 OFFSET ${KEPT_OF_ENDPOINT}
  )
)`;

const DROP = `
DELETE FROM webhook_attempts WHERE key <= (SELECT max(key) FROM webhook_attempts) - ${KEPT_IN_ALL}`;

const DROP_OLD = 'DELETE FROM webhook_attempts WHERE at < ?1';

export async function keepAttempts(database: Queryable, attempts: readonly WebhookAttempt[]): Promise<void> {
  if (attempts.length === 0) return;
  await writeFromJson(database, KEEP, attempts);
  await writeFromJson(database, DROP_OF_ENDPOINTS, [...new Set(attempts.map(({ endpoint }) => endpoint))]);
  await database.all(DROP);
  const latest = attempts.reduce((max, { at }) => Math.max(max, at), 0);
  await database.all(DROP_OLD, [latest - KEPT_MS]);
}

const ERASE = `
UPDATE webhook_attempts SET body = '', answer = ''
WHERE tenant = ?1 AND has_people = 1 AND (attendee IS NULL OR attendee = ?2)`;

/** Somebody (a key) is no longer to be found in what was sent; where it names many, nobody is. */
export async function eraseFromAttempts(
  database: Queryable,
  { tenant, attendee }: { readonly tenant: number; readonly attendee: number },
): Promise<void> {
  await database.all(ERASE, [tenant, attendee]);
}

/** What was sent of an organization before a time, ms, goes with what was kept of its people. */
export async function purgeAttempts(
  database: Queryable,
  { organization, before }: { readonly organization: number; readonly before: number },
): Promise<void> {
  await database.all('DELETE FROM webhook_attempts WHERE organization = ?1 AND at < ?2', [
    organization,
    before,
  ]);
}
