import type { AlertRow } from '../../storage/types.ts';
import { alertId } from '../live/alerts/alert-id.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { organizationByKey } from '../live/organization-by-key.ts';
import { organizationAndParents, type Registry } from '../live/registry.ts';
import type { Scope } from '../protocol/client-messages.ts';
import { formatScope } from '../protocol/ids.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import type { AlertMessage } from '../protocol/server-messages.ts';

/** Keys of the scope that an alert is about, and of all that it is in. */
export function concerns(registry: Registry, { session, event, organization }: AlertRow): Set<ScopeKey> {
  const own = organizationByKey(registry, organization);
  const above = own === undefined ? [] : organizationAndParents(own).map(({ row }) => row.key);
  return new Set([session, event, ...above].flatMap((key) => key ?? []));
}

/** `scope`: that of the subscription. */
export function alertMessage(registry: Registry, alert: AlertRow, scope: Scope): AlertMessage {
  const { rule, name, condition, threshold, value, worst, clearedValue, raisedAt, clearedAt } = alert;
  return {
    ...{ type: 'alert', scope, alert: alertId(alert), rule, name, kind: condition.kind },
    about: scopeOfKey(registry, alert.scope) ?? scope,
    state: clearedAt === null ? 'raised' : 'cleared',
    ...{ threshold, value, worst, clearedValue, raisedAt: iso(raisedAt), clearedAt: isoOrNull(clearedAt) },
    acknowledgedAt: isoOrNull(alert.acknowledgedAt),
  };
}

function scopeOfKey(registry: Registry, key: ScopeKey): Scope | undefined {
  const kind = registry.scopes.get(key)?.kind;
  const id = registry.byKey(key)?.row.id;
  return kind === undefined || id === undefined ? undefined : formatScope({ kind, id });
}
