import type { ErrorCode } from '../../protocol/error-codes.ts';
import { whereIs } from '../announcing.ts';
import type { ScopeKey } from '../catalogue.ts';
import { ensureOrganization } from '../cataloguing.ts';
import type {
  AcknowledgeAlertChange,
  Actor,
  DeleteAlertChange,
  MuteAlertChange,
  PutAlertChange,
} from '../changes.ts';
import { isExpected } from '../expected-version.ts';
import type { LiveState } from '../live-state.ts';
import type { Registry } from '../registry.ts';
import { AlertWatch, newWatched } from './alert-watch.ts';
import { endAlert } from './evaluate.ts';
import type { AlertRule } from './rule.ts';

type Outcome = ErrorCode | null;

/** Whether a token may see what is about a scope: of its organization or one below, and of its event where it has one. */
export function reachesScopeKey(
  registry: Registry,
  actor: Pick<Actor, 'org' | 'event'>,
  key: ScopeKey,
): boolean {
  const found = registry.byKey(key);
  if (found === undefined) return false;
  if ('event' in found) return registry.reaches(actor, found.event);
  if ('organization' in found) return registry.reaches(actor, found);
  return actor.event === undefined && registry.reachesOrganization(actor.org, found);
}

function reach(state: LiveState, actor: Actor, id: string): AlertWatch | undefined {
  const watch = state.alerts.find(id);
  return watch !== undefined && reachesScopeKey(state.registry, actor, watch.rule.scope) ? watch : undefined;
}

function set(state: LiveState, watch: AlertWatch, rule: AlertRule): null {
  watch.rule = rule;
  state.alerts.lookAt(watch);
  state.emit({ kind: 'alertRule', rule });
  return null;
}

export function putAlert(state: LiveState, change: PutAlertChange): Outcome {
  const { actor, id, details, ifMatch } = change;
  ensureOrganization(state, actor.org);
  if (state.alerts.find(id) === undefined) return makeRule(state, change);
  const watch = reach(state, actor, id);
  if (watch === undefined) return 'not_found';
  const { rule } = watch;
  if (!isExpected(ifMatch, rule.version)) return 'version_mismatch';
  if (isAnother(rule.details.condition, details.condition)) {
    endAlert(state, watch);
    watch.watched = newWatched(watch.scope);
  }
  return set(state, watch, { ...rule, version: rule.version + 1, details });
}

function isAnother(before: object, after: object): boolean {
  return JSON.stringify(Object.entries(before).sort()) !== JSON.stringify(Object.entries(after).sort());
}

function makeRule(state: LiveState, { actor, id, scope: named, details, ifMatch }: PutAlertChange): Outcome {
  if (!isExpected(ifMatch, undefined)) return 'version_mismatch';
  const scope = named && state.registry.scopeOf(actor.org, named.kind, named.id);
  if (scope === undefined || !reachesScopeKey(state.registry, actor, scope.key)) return 'not_found';
  const organization = whereIs(state, scope.key)?.organization;
  const tenant = state.registry.byKey(scope.key)?.row.tenant;
  if (organization === undefined || tenant === undefined) return 'not_found';
  if (state.alerts.isFull(organization)) return 'too_many_alerts';
  const rule: AlertRule = {
    ...{ id, tenant, organization, scope: scope.key, version: 1, details },
    ...{ createdAt: state.time, createdBy: actor.attendee },
  };
  const watch = new AlertWatch(rule, scope, newWatched(scope));
  state.alerts.add(watch);
  return set(state, watch, rule);
}

export function deleteAlert(state: LiveState, { actor, id, ifMatch }: DeleteAlertChange): Outcome {
  const watch = reach(state, actor, id);
  if (watch === undefined) return 'not_found';
  if (!isExpected(ifMatch, watch.rule.version)) return 'version_mismatch';
  removeRule(state, watch);
  return null;
}

/** What it has raised ends with it; the history stays. */
function removeRule(state: LiveState, watch: AlertWatch): void {
  endAlert(state, watch);
  state.alerts.remove(watch);
  state.emit({ kind: 'alertRuleGone', rule: watch.rule.id });
}

/** Scopes are gone, and the rules about them with them. */
export function removeRulesOf(state: LiveState, gone: ReadonlySet<ScopeKey>): void {
  for (const watch of state.alerts.watches()) if (gone.has(watch.rule.scope)) removeRule(state, watch);
}

export function muteAlert(state: LiveState, { actor, id, until }: MuteAlertChange): Outcome {
  const watch = reach(state, actor, id);
  if (watch === undefined) return 'not_found';
  const { rule } = watch;
  const details = { ...rule.details, mutedUntil: until };
  return set(state, watch, { ...rule, version: rule.version + 1, details });
}

/** The first who says so has seen it. Whether there is such an alert, the file knows. */
export function acknowledgeAlert(
  state: LiveState,
  { actor, rule, raisedAt }: AcknowledgeAlertChange,
): Outcome {
  const { tenant } = ensureOrganization(state, actor.org).row;
  state.emit({ kind: 'alertAcknowledged', tenant, rule, raisedAt, attendee: actor.attendee, at: state.time });
  return null;
}
