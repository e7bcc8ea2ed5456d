import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ScopeKey } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type {
  Actor,
  DeleteWebhookChange,
  DisableWebhookChange,
  PutWebhookChange,
  RotateWebhookChange,
} from './changes.ts';
import type { WebhookEndpoint } from './endpoints.ts';
import { isExpected } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import { organizationByKey } from './organization-by-key.ts';
import type { Registry } from './registry.ts';

type Outcome = ErrorCode | null;

/** How long what was to be told is kept, and what has expired, ms of log time. */
const KEPT_MS = 30 * 86_400_000;

/** Whether a token may see an endpoint: of its organization or one below, and of its event where it is limited to one. */
export function reachesEndpoint(
  registry: Registry,
  { org, event }: Pick<Actor, 'org' | 'event'>,
  endpoint: WebhookEndpoint,
): boolean {
  const organization = organizationByKey(registry, endpoint.organization);
  if (organization === undefined || !registry.reachesOrganization(org, organization)) return false;
  if (event === undefined) return true;
  return endpoint.event !== null && registry.byKey(endpoint.event)?.row.id === event;
}

/** Undefined for what the actor does not see. */
export function reachEndpoint(state: LiveState, actor: Actor, id: string): WebhookEndpoint | undefined {
  const endpoint = state.endpoints.find(id);
  return endpoint !== undefined && reachesEndpoint(state.registry, actor, endpoint) ? endpoint : undefined;
}

function set(state: LiveState, endpoint: WebhookEndpoint): null {
  state.endpoints.put(endpoint);
  state.emit({ kind: 'webhook', endpoint, at: state.time });
  return null;
}

export function putWebhook(state: LiveState, change: PutWebhookChange): Outcome {
  const { actor, id, details, ifMatch } = change;
  ensureOrganization(state, actor.org);
  const known = state.endpoints.find(id);
  if (known === undefined) return makeEndpoint(state, change);
  if (!reachesEndpoint(state.registry, actor, known)) return 'not_found';
  if (!isExpected(ifMatch, known.version)) return 'version_mismatch';
  const disabled = details.active ? null : known.disabled;
  return set(state, { ...known, version: known.version + 1, details, disabled });
}

function makeEndpoint(state: LiveState, change: PutWebhookChange): Outcome {
  const { actor, id, secret, details, ifMatch } = change;
  if (!isExpected(ifMatch, undefined)) return 'version_mismatch';
  const place = placeOf(state, change);
  if (place === undefined) return 'not_found';
  if (state.endpoints.isFull(place.organization)) return 'too_many_webhooks';
  return set(state, {
    ...{ id, ...place, version: 1, details, disabled: null, secret, previous: null },
    ...{ createdAt: state.time, createdBy: actor.attendee },
  });
}

/** Undefined for what the actor does not reach. */
function placeOf(
  state: LiveState,
  { actor, organization, event: named }: PutWebhookChange,
): { tenant: ScopeKey; organization: ScopeKey; event: ScopeKey | null } | undefined {
  const { registry } = state;
  const own = ensureOrganization(state, actor.org);
  const owner = organization === undefined ? own : registry.organization(organization);
  if (owner === undefined || !registry.reachesOrganization(actor.org, owner)) return undefined;
  const { tenant, key } = owner.row;
  const id = named ?? actor.event;
  if (id === undefined) return { tenant, organization: key, event: null };
  const event = registry.event(own, id);
  const isTheirs = event !== undefined && registry.reaches(actor, event);
  if (!isTheirs || !registry.reachesOrganization(owner.row.id, event.organization)) return undefined;
  return { tenant, organization: key, event: event.row.key };
}

export function deleteWebhook(state: LiveState, { actor, id, ifMatch }: DeleteWebhookChange): Outcome {
  const endpoint = reachEndpoint(state, actor, id);
  if (endpoint === undefined) return 'not_found';
  if (!isExpected(ifMatch, endpoint.version)) return 'version_mismatch';
  removeEndpoint(state, endpoint);
  return null;
}

function removeEndpoint(state: LiveState, endpoint: WebhookEndpoint): void {
  state.endpoints.remove(endpoint);
  state.emit({ kind: 'webhookGone', endpoint: endpoint.id });
}

/** An organization or event is gone, and what hung on it goes with it. */
export function removeEndpointsOf(state: LiveState, gone: ReadonlySet<ScopeKey>): void {
  for (const endpoint of state.endpoints.list()) {
    const { organization, event } = endpoint;
    if (gone.has(organization) || (event !== null && gone.has(event))) removeEndpoint(state, endpoint);
  }
}

/** With a time until which the old secret signs, too, two sign: the one before that signs no more. */
export function rotateWebhook(state: LiveState, change: RotateWebhookChange): Outcome {
  const { actor, id, secret, keepMs, expiresAt } = change;
  const known = reachEndpoint(state, actor, id);
  if (known === undefined) return 'not_found';
  const details = expiresAt === undefined ? known.details : { ...known.details, expiresAt };
  const previous = keepMs === 0 ? null : { secret: known.secret, until: state.time + keepMs };
  return set(state, { ...known, version: known.version + 1, details, secret, previous });
}

export function disableWebhook(state: LiveState, { id, reason }: DisableWebhookChange): Outcome {
  const known = state.endpoints.find(id);
  if (known === undefined) return 'not_found';
  if (!known.details.active) return null;
  const details = { ...known.details, active: false };
  return set(state, { ...known, version: known.version + 1, details, disabled: reason });
}

/** With the turn of the UTC day: what was to be told long ago goes, and endpoints that expired as long ago. */
export function forgetOld(state: LiveState): void {
  if (state.endpoints.isEmpty) return;
  const before = state.time - KEPT_MS;
  for (const endpoint of state.endpoints.list()) {
    const { expiresAt } = endpoint.details;
    if (expiresAt !== null && expiresAt < before) removeEndpoint(state, endpoint);
    else state.emit({ kind: 'messagesOver', endpoint: endpoint.id, before });
  }
}
