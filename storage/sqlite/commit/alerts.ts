import type { AlertEffect } from '../../../server/live/effects.ts';
import { MAX_ALERTS } from '../../rows/alerts.ts';
import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';

const PUT = `
INSERT INTO alert_rules (id, tenant, organization, scope, version, details, created_at, created_by)
SELECT r ->> 'id', r ->> 'tenant', r ->> 'organization', r ->> 'scope', r ->> 'version', r -> 'details', r ->> 'createdAt',
  r ->> 'createdBy'
FROM (SELECT ?1 AS r) WHERE true
ON CONFLICT (id) DO UPDATE SET version = excluded.version, details = excluded.details`;

const GONE = 'DELETE FROM alert_rules WHERE id = ?1';

const RAISED = `
INSERT INTO alerts (rule, raised_at, tenant, organization, event, session, scope, name, condition, value, threshold, is_muted,
  worst)
SELECT r ->> 'rule', r ->> 'raisedAt', r ->> 'tenant', r ->> 'organization', r ->> 'event', r ->> 'session', r ->> 'scope',
  r ->> 'name', r -> 'condition', r ->> 'value', r ->> 'threshold', r ->> 'isMuted', r ->> 'value'
FROM (SELECT ?1 AS r) WHERE true
ON CONFLICT DO NOTHING`;

const BOUND = `
DELETE FROM alerts WHERE organization = ?1 AND (rule, raised_at) IN (
  SELECT rule, raised_at FROM alerts WHERE organization = ?1 ORDER BY raised_at DESC, rule DESC LIMIT -1 OFFSET ${MAX_ALERTS}
)`;

const CLEARED = `
UPDATE alerts SET cleared_at = ?3, cleared_value = ?4, worst = ?5
WHERE rule = ?1 AND raised_at = ?2 AND cleared_at IS NULL`;

const ACKNOWLEDGED = `
UPDATE alerts SET acknowledged_at = ?4, acknowledged_by = ?5
WHERE rule = ?1 AND raised_at = ?2 AND tenant = ?3 AND acknowledged_at IS NULL`;

const PURGED = 'DELETE FROM alerts WHERE organization = ?1 AND raised_at < ?2 AND cleared_at IS NOT NULL';

/** In log order, so that the same comes of it whatever else the batch covers. */
export async function writeAlerts(database: Queryable, { alerts }: HistoryBatch): Promise<void> {
  for (const effect of alerts) await writeAlert(database, effect);
  const raisedIn = new Set(
    alerts.flatMap((one) => (one.kind === 'alertRaised' ? [one.alert.organization] : [])),
  );
  for (const organization of raisedIn) await database.all(BOUND, [organization]);
}

async function writeAlert(database: Queryable, effect: AlertEffect): Promise<void> {
  switch (effect.kind) {
    case 'alertRule':
      await database.all(PUT, [JSON.stringify(effect.rule)]);
      return;
    case 'alertRuleGone':
      await database.all(GONE, [effect.rule]);
      return;
    case 'alertRaised':
      await database.all(RAISED, [JSON.stringify(effect.alert)]);
      return;
    case 'alertCleared': {
      const { rule, raisedAt, at, value, worst } = effect;
      await database.all(CLEARED, [rule, raisedAt, at, value, worst]);
      return;
    }
    case 'alertAcknowledged': {
      const { rule, raisedAt, tenant, at, attendee } = effect;
      await database.all(ACKNOWLEDGED, [rule, raisedAt, tenant, at, attendee]);
      return;
    }
    default:
      effect satisfies never;
  }
}

/** What ended before the horizon of a retention was raised before it, too. */
export async function purgeAlerts(
  database: Queryable,
  { organization, before }: { readonly organization: number; readonly before: number },
): Promise<void> {
  await database.all(PURGED, [organization, before]);
}
