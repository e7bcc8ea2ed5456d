import type { ApiKey } from '../../../server/live/api-keys.ts';
import type { KeyUse } from '../../../server/live/keeping.ts';
import type { Queryable } from '../database.ts';
import { allFromJson } from '../json-rows.ts';

const KEYS = `
SELECT id, tenant, organization, name, role, event, hash, created_at AS createdAt, created_by AS createdBy,
  expires_at AS expiresAt
FROM keys ORDER BY created_at, id`;

export function readApiKeys(database: Queryable): Promise<ApiKey[]> {
  return database.all<ApiKey>(KEYS);
}

const USES = `
SELECT k.id, k.last_used_at AS at
FROM json_each(?1) AS r CROSS JOIN keys AS k ON k.id = r.value
WHERE k.last_used_at IS NOT NULL`;

export function readKeyUses(database: Queryable, ids: readonly string[]): Promise<KeyUse[]> {
  return allFromJson<KeyUse>(database, USES, ids);
}
