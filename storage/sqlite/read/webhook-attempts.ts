import type { AttemptFilter, StoredAttempt } from '../../rows/webhook-attempts.ts';
import type { Queryable } from '../database.ts';

const ATTEMPTS = `
SELECT key, endpoint, message, sequence, page, tenant, organization, attendee, has_people AS hasPeople, read_at AS readAt, at,
  took_ms AS tookMs, url, headers, body, status, failure, answer
FROM webhook_attempts
WHERE endpoint = ?1 AND key < ?2 AND (?3 IS NULL OR message = ?3)
ORDER BY key DESC LIMIT ?4`;

type Row = Omit<StoredAttempt, 'hasPeople' | 'headers'> & {
  readonly hasPeople: number;
  readonly headers: string;
};

export async function readAttempts(
  database: Queryable,
  { endpoint, message, before = Number.MAX_SAFE_INTEGER, limit }: AttemptFilter,
): Promise<StoredAttempt[]> {
  const rows = await database.all<Row>(ATTEMPTS, [endpoint, before, message ?? null, limit]);
  return rows.map((row) => ({ ...row, hasPeople: row.hasPeople === 1, headers: JSON.parse(row.headers) }));
}
