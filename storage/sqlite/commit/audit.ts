import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const AUDIT = `
INSERT INTO audit (tenant, organization, at, actor, role, action, target, details)
SELECT r.value ->> 'tenant', r.value ->> 'organization', r.value ->> 'at', r.value ->> '$.actor.attendee',
  r.value ->> '$.actor.role', r.value ->> 'action', r.value ->> 'target', r.value -> 'details'
FROM jsonb_each(?1) AS r
ORDER BY r.key`;

/** In log order, so every replica gives the same keys. */
export async function writeAudit(database: Queryable, { audit }: HistoryBatch): Promise<void> {
  await writeFromJson(database, AUDIT, audit);
}
