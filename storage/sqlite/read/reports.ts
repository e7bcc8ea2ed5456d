import type { ReportPage, StoredReport } from '../../types.ts';
import type { Queryable } from '../database.ts';

const COLUMNS = `
id, tenant, organization, event, from_day AS "from", to_day AS "to", email, created_at AS createdAt,
created_by AS createdBy, expires_at AS expiresAt, node, settled_at AS settledAt, settled_by AS settledBy, failure`;

const ONE = `SELECT ${COLUMNS} FROM reports WHERE id = ?1`;

export async function readReport(database: Queryable, id: string): Promise<StoredReport | undefined> {
  const [row] = await database.all<StoredReport>(ONE, [id]);
  return row;
}

const PAGE = `
SELECT ${COLUMNS} FROM reports
WHERE organization IN (SELECT r.value FROM json_each(?1) AS r) AND expires_at > ?2
  AND (created_at, id) > (?3, ?4) AND (?5 IS NULL OR event = ?5)
ORDER BY created_at, id LIMIT ?6`;

export function readReports(database: Queryable, page: ReportPage): Promise<StoredReport[]> {
  const { organizations, event = null, now, after = { createdAt: -1, id: '' }, limit } = page;
  const { createdAt, id } = after;
  return database.all<StoredReport>(PAGE, [JSON.stringify(organizations), now, createdAt, id, event, limit]);
}

const COUNT = 'SELECT count(*) AS count FROM reports WHERE organization = ?1 AND expires_at > ?2';

export async function countReports(
  database: Queryable,
  { organization, now }: { readonly organization: number; readonly now: number },
): Promise<number> {
  const [row] = await database.all<{ count: number }>(COUNT, [organization, now]);
  return row?.count ?? 0;
}

const UNSETTLED = `
SELECT ${COLUMNS} FROM reports WHERE settled_at IS NULL AND expires_at > ?1 ORDER BY created_at, id`;

export function readUnsettledReports(database: Queryable, now: number): Promise<StoredReport[]> {
  return database.all<StoredReport>(UNSETTLED, [now]);
}

const VOID = 'SELECT before FROM report_voids WHERE tenant = ?1';

export async function readFilesVoidBefore(database: Queryable, tenant: number): Promise<number> {
  const [row] = await database.all<{ before: number }>(VOID, [tenant]);
  return row?.before ?? 0;
}
