import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const PUT = `
INSERT INTO reports (
  id, tenant, organization, event, from_day, to_day, email, created_at, created_by, expires_at, node
)
SELECT r.value ->> 'id', r.value ->> 'tenant', r.value ->> 'organization', r.value ->> 'event', r.value ->> 'from',
  r.value ->> 'to', r.value ->> 'email', r.value ->> 'createdAt', r.value ->> 'createdBy', r.value ->> 'expiresAt',
  r.value ->> 'node'
FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT DO NOTHING`;

// Whoever is to be told is told by the node that was the first to say so, once this is on disk.
const SETTLED = `
UPDATE reports SET
  settled_at = r.value ->> 'at', settled_by = r.value ->> 'node', failure = r.value ->> 'failure', email = NULL
FROM jsonb_each(?1) AS r
WHERE reports.id = r.value ->> 'id' AND reports.settled_at IS NULL`;

const DELETED = 'DELETE FROM reports WHERE id IN (SELECT r.value FROM json_each(?1) AS r)';

const EXPIRED = 'DELETE FROM reports WHERE expires_at <= ?1';

const VOID = `
INSERT INTO report_voids (tenant, before)
SELECT r.value ->> 'tenant', max(r.value ->> 'at') FROM jsonb_each(?1) AS r WHERE true GROUP BY 1
ON CONFLICT (tenant) DO UPDATE SET before = max(before, excluded.before)`;

/** Of one report within a batch: first asked for, then settled, then deleted. */
export async function writeReports(database: Queryable, batch: HistoryBatch): Promise<void> {
  const { reportsPut, reportsSettled, reportsDeleted, erasures, purges, deleted } = batch;
  await writeFromJson(database, PUT, reportsPut);
  const lastPut = reportsPut.at(-1);
  if (lastPut !== undefined) await database.all(EXPIRED, [lastPut.createdAt]);
  const first = new Map(reportsSettled.toReversed().map((settled) => [settled.id, settled]));
  await writeFromJson(database, SETTLED, [...first.values()]);
  await writeFromJson(database, DELETED, reportsDeleted);
  const voided = [...erasures, ...purges, ...deleted].map(({ tenant, at }) => ({ tenant, at }));
  await writeFromJson(database, VOID, voided);
}
