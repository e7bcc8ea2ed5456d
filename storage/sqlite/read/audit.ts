import type { AuditFilter, StoredAudit } from '../../types.ts';
import type { Queryable } from '../database.ts';

// `key` grows with time, and is the last column of every index.
const AUDIT = `
SELECT key, organization, at, actor, role, action, target, details
FROM audit
WHERE tenant = ?1 AND at >= ?2 AND at < ?3 AND (at, key) < (?4, ?5)
  AND organization IN (SELECT o.value FROM json_each(?6) AS o)
  AND (?7 IS NULL OR actor = ?7) AND (?8 IS NULL OR action = ?8) AND (?9 IS NULL OR target = ?9)
ORDER BY at DESC, key DESC
LIMIT ?10`;

/** The end of times, beyond every row. */
const LAST = Number.MAX_SAFE_INTEGER;

type Row = Omit<StoredAudit, 'details'> & { readonly details: string };

export async function readAudit(database: Queryable, filter: AuditFilter): Promise<StoredAudit[]> {
  const { tenant, organizations, from = 0, to = LAST, before, limit } = filter;
  const { actor = null, action = null, target = null } = filter;
  const rows = await database.all<Row>(AUDIT, [
    ...[tenant, from, to, before?.at ?? LAST, before?.key ?? LAST, JSON.stringify(organizations)],
    ...[actor, action, target, limit],
  ]);
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}
