import type { AlertName } from '../../../server/live/alerts/alert-id.ts';
import type { AlertRule, LastAlert } from '../../../server/live/alerts/rule.ts';
import type { AlertFilter, AlertRow } from '../../types.ts';
import type { Queryable } from '../database.ts';

type Stored<Row, Json extends keyof Row> = Omit<Row, Json | 'isMuted'> & {
  readonly [K in Json]: string;
} & { readonly isMuted: number };

const RULES = `
SELECT id, tenant, organization, scope, version, details, created_at AS createdAt, created_by AS createdBy
FROM alert_rules ORDER BY created_at, id`;

export async function readAlertRules(database: Queryable): Promise<AlertRule[]> {
  const rows = await database.all<Omit<AlertRule, 'details'> & { readonly details: string }>(RULES);
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) }));
}

const LAST = `
SELECT a.rule, a.raised_at AS raisedAt, a.value, a.worst, a.is_muted AS isMuted, a.cleared_at AS clearedAt
FROM alert_rules AS r CROSS JOIN alerts AS a ON a.rule = r.id
  AND a.raised_at = (SELECT max(l.raised_at) FROM alerts AS l WHERE l.rule = r.id)
ORDER BY a.rule`;

export async function readLastAlerts(database: Queryable): Promise<LastAlert[]> {
  const rows = await database.all<Omit<LastAlert, 'isMuted'> & { readonly isMuted: number }>(LAST);
  return rows.map((row) => ({ ...row, isMuted: row.isMuted === 1 }));
}

const COLUMNS = `
rule, raised_at AS raisedAt, tenant, organization, event, session, scope, name, condition, value, threshold,
is_muted AS isMuted, worst, cleared_at AS clearedAt, cleared_value AS clearedValue, acknowledged_at AS acknowledgedAt,
acknowledged_by AS acknowledgedBy`;

const ONE = `SELECT ${COLUMNS} FROM alerts WHERE rule = ?1 AND raised_at = ?2`;

const PAGE = `
SELECT ${COLUMNS} FROM alerts
WHERE organization IN (SELECT r.value FROM json_each(?1) AS r)
  AND (raised_at, rule) < (?2, ?3) AND raised_at >= ?4
  AND (?5 IS NULL OR event = ?5) AND (?6 IS NULL OR scope = ?6) AND (?7 IS NULL OR rule = ?7)
  AND (?8 IS NULL OR (cleared_at IS NULL) = ?8) AND (?9 IS NULL OR (acknowledged_at IS NOT NULL) = ?9)
ORDER BY raised_at DESC, rule DESC LIMIT ?10`;

const alertOf = ({ condition, isMuted, ...row }: Stored<AlertRow, 'condition'>): AlertRow => ({
  ...row,
  condition: JSON.parse(condition),
  isMuted: isMuted === 1,
});

const flag = (is: boolean | undefined) => (is === undefined ? null : Number(is));

export async function readAlerts(database: Queryable, filter: AlertFilter): Promise<AlertRow[]> {
  const { organizations, event = null, scope = null, rule = null, from = 0, to, after, limit } = filter;
  // Ids are hexadecimal, so none comes before the empty one.
  const end = { raisedAt: to ?? Number.MAX_SAFE_INTEGER, rule: '' };
  const before = after !== undefined && after.raisedAt < end.raisedAt ? after : end;
  const rows = await database.all<Stored<AlertRow, 'condition'>>(PAGE, [
    ...[JSON.stringify(organizations), before.raisedAt, before.rule, from],
    ...[event, scope, rule, flag(filter.isOpen), flag(filter.isAcknowledged), limit],
  ]);
  return rows.map(alertOf);
}

export async function readAlert(
  database: Queryable,
  { rule, raisedAt }: AlertName,
): Promise<AlertRow | null> {
  const [row] = await database.all<Stored<AlertRow, 'condition'>>(ONE, [rule, raisedAt]);
  return row === undefined ? null : alertOf(row);
}
