import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const MADE = `
INSERT INTO keys (id, tenant, organization, name, role, event, hash, created_at, created_by, expires_at)
SELECT r.value ->> 'id', r.value ->> 'tenant', r.value ->> 'organization', r.value ->> 'name', r.value ->> 'role',
  r.value ->> 'event', r.value ->> 'hash', r.value ->> 'createdAt', r.value ->> 'createdBy', r.value ->> 'expiresAt'
FROM jsonb_each(?1) AS r`;

const USED = `
UPDATE keys SET last_used_at = max(coalesce(last_used_at, 0), r.value ->> 'at')
FROM jsonb_each(?1) AS r
WHERE keys.id = r.value ->> 'id' AND keys.tenant = r.value ->> 'tenant'`;

const DELETED = 'DELETE FROM keys WHERE id IN (SELECT r.value FROM json_each(?1) AS r)';

/** A key may be made, used and deleted within the batch; an id is never given twice. */
export async function writeApiKeys(
  database: Queryable,
  { keysMade, keysUsed, keysDeleted }: HistoryBatch,
): Promise<void> {
  await writeFromJson(database, MADE, keysMade);
  await writeFromJson(database, USED, keysUsed);
  await writeFromJson(database, DELETED, keysDeleted);
}
