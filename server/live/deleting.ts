import type { ErrorCode } from '../protocol/error-codes.ts';
import { removeRulesOf } from './alerts/alerting.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { Actor, DeleteEventChange, DeleteOrganizationChange, DeleteSessionChange } from './changes.ts';
import { isExpected } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import {
  type EventState,
  type OrganizationState,
  organizationAndBelow,
  organizationAndParents,
  type SessionState,
} from './registry.ts';
import { removeEndpointsOf } from './webhooks.ts';

type Outcome = ErrorCode | null;

/** All that is to go at once, what hangs on something before that. */
interface Doomed {
  readonly sessions: readonly SessionState[];
  readonly events: readonly EventState[];
  readonly organizations: readonly OrganizationState[];
}

type Wish = Pick<DeleteSessionChange, 'actor' | 'purge' | 'ifMatch'>;

export function deleteSession(state: LiveState, change: DeleteSessionChange): Outcome {
  const own = ensureOrganization(state, change.actor.org);
  const session = state.registry.session(own, change.id);
  if (session === undefined || !state.registry.reaches(change.actor, session.event)) return 'not_found';
  const refused = refuse(change, session.row.version, [session]);
  if (refused === null) remove(state, { sessions: [session], events: [], organizations: [] });
  return refused;
}

export function deleteEvent(state: LiveState, change: DeleteEventChange): Outcome {
  const own = ensureOrganization(state, change.actor.org);
  const event = state.registry.event(own, change.id);
  if (event === undefined || !state.registry.reaches(change.actor, event)) return 'not_found';
  const sessions = [...event.sessions];
  const refused = refuse(change, event.row.version, sessions);
  if (refused === null) remove(state, { sessions, events: [event], organizations: [] });
  return refused;
}

/** Not the token's own, which would come back with the next token; so a root stays for ever. */
export function deleteOrganization(state: LiveState, change: DeleteOrganizationChange): Outcome {
  const { actor, id } = change;
  ensureOrganization(state, actor.org);
  if (actor.event !== undefined || !isAdmin(actor)) return 'not_allowed';
  const organization = state.registry.organization(id);
  if (organization === undefined || !state.registry.reachesOrganization(actor.org, organization))
    return 'not_found';
  if (id === actor.org) return 'in_use';
  // Each before its own children, so the other way round.
  const organizations = [...organizationAndBelow(organization)].reverse();
  const events = organizations.flatMap((one) => [...one.events]);
  const sessions = events.flatMap((event) => [...event.sessions]);
  const refused = refuse(change, organization.row.version, sessions);
  if (refused === null) remove(state, { sessions, events, organizations });
  return refused;
}

function isAdmin({ role }: Actor): boolean {
  return role === 'admin';
}

function refuse(
  { actor, purge, ifMatch }: Wish,
  version: number,
  sessions: readonly SessionState[],
): Outcome {
  if (purge && !isAdmin(actor)) return 'not_allowed';
  if (!isExpected(ifMatch, version)) return 'version_mismatch';
  if (sessions.some(({ presences }) => presences.size > 0)) return 'in_use';
  const hasHistory = sessions.some(({ row }) => row.hasSlices || row.hasEngagements);
  return hasHistory && !purge ? 'has_history' : null;
}

function remove(state: LiveState, { sessions, events, organizations }: Doomed): void {
  const { registry, time: at } = state;
  const gone = new Set([...sessions, ...events, ...organizations].map(({ row }) => row.key));
  const staying = (keys: readonly ScopeKey[]) => keys.filter((key) => !gone.has(key));
  const above = (organization: OrganizationState) =>
    staying(organizationAndParents(organization).map(({ row }) => row.key));
  liftBlocks(state, gone);
  removeKeys(state, { events, organizations });
  removeEndpointsOf(state, gone);
  removeRulesOf(state, gone);
  for (const key of gone) {
    state.told.forget(key);
    state.silences.delete(key);
  }
  for (const session of sessions) {
    const { key, tenant, id } = session.row;
    const parents = staying(session.scopeKeys);
    state.emit({ kind: 'deleted', scopeKind: 'session', scope: key, tenant, id, parents, at });
    registry.deleteSession(session);
  }
  for (const event of events) {
    const { key, tenant, id } = event.row;
    const parents = above(event.organization);
    state.emit({ kind: 'deleted', scopeKind: 'event', scope: key, tenant, id, parents, at });
    registry.deleteEvent(event);
  }
  for (const organization of organizations) {
    const { key, tenant, id } = organization.row;
    const parents = above(organization);
    state.emit({ kind: 'deleted', scopeKind: 'organization', scope: key, tenant, id, parents, at });
    registry.deleteOrganization(organization);
  }
  for (const { scope } of [...sessions, ...events, ...organizations]) {
    // Within this instant somebody may still have been counted there.
    scope.isDeleted = true;
    state.active.delete(scope);
    state.touchedScopes.delete(scope);
  }
}

/** Those of an event, too: the next one of its id is another one. */
function removeKeys(state: LiveState, { events, organizations }: Omit<Doomed, 'sessions'>): void {
  if (events.length === 0 && organizations.length === 0) return;
  const owners = new Set(organizations.map(({ row }) => row.key));
  const [first] = [...events, ...organizations];
  const ids = new Set(events.map(({ row }) => row.id));
  for (const key of state.keys.list()) {
    const isOfEvent = key.tenant === first?.row.tenant && key.event !== null && ids.has(key.event);
    if (!isOfEvent && !owners.has(key.organization)) continue;
    state.keys.remove(key);
    state.emit({ kind: 'keyDeleted', id: key.id });
  }
}

function liftBlocks(state: LiveState, gone: ReadonlySet<ScopeKey>): void {
  for (const block of state.blocks.list()) {
    if (!gone.has(block.scope)) continue;
    const lifted = { ...block, until: 0 };
    state.blocks.put(lifted);
    state.emit({ kind: 'blocked', ...lifted });
  }
}
