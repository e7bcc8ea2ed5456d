import type { ErrorCode } from '../protocol/error-codes.ts';
import { announcement, inEvent, inOrganization, inSession, tellOnce, type Where } from './announcing.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { Actor, AnnounceChange, DeliveriesChange, RedeliverChange } from './changes.ts';
import type { LiveState } from './live-state.ts';
import { reachEndpoint } from './webhooks.ts';

type Outcome = ErrorCode | null;

/** Something is told that no other change says by itself. */
export function announceChange(state: LiveState, change: AnnounceChange): Outcome {
  const { actor, id, type, subject, value, endpoint } = change;
  const where = whereOf(state, change);
  if (where === undefined) return 'not_found';
  if (endpoint !== undefined) return test(state, { actor, id, endpoint, where });
  const scope = where.event;
  if (type === 'event.report' && scope !== null && !tellOnce(state, { scope, once: type })) return null;
  const announced = announcement(state, { type, at: state.time, ...where, subject, value });
  if (announced !== null) state.emit({ ...announced, once: id });
  return null;
}

function whereOf(
  state: LiveState,
  { actor, event: eventId, session: sessionId }: AnnounceChange,
): Where | undefined {
  const { registry } = state;
  const own = ensureOrganization(state, actor.org);
  const session = sessionId === undefined ? undefined : registry.session(own, sessionId);
  const event = eventId === undefined ? session?.event : registry.event(own, eventId);
  const isMissing =
    (sessionId !== undefined && session === undefined) || (eventId !== undefined && event === undefined);
  if (isMissing || (event !== undefined && !registry.reaches(actor, event))) return undefined;
  if (session !== undefined) return session.event === event ? inSession(session) : undefined;
  return event === undefined ? inOrganization(own) : inEvent(event);
}

interface Test {
  readonly actor: Actor;
  readonly id: string;
  readonly endpoint: string;
  readonly where: Where;
}

function test(state: LiveState, { actor, id, endpoint: endpointId, where }: Test): Outcome {
  const endpoint = reachEndpoint(state, actor, endpointId);
  if (endpoint === undefined) return 'not_found';
  if (!endpoint.details.active) return 'webhook_inactive';
  state.emit({
    kind: 'announced',
    tenant: endpoint.tenant,
    endpoints: [endpoint.id],
    announcement: {
      ...{ type: 'webhook.test', at: state.time, ...where },
      ...{ subject: { kind: 'webhook', id: endpoint.id }, value: null, since: null },
    },
    attendee: null,
    once: id,
  });
  return null;
}

export function deliveries(state: LiveState, { outcomes }: DeliveriesChange): null {
  const known = outcomes.filter(({ endpoint }) => state.endpoints.find(endpoint) !== undefined);
  if (known.length > 0) state.emit({ kind: 'delivered', outcomes: known, at: state.time });
  return null;
}

export function redeliver(state: LiveState, { actor, id, sequence }: RedeliverChange): Outcome {
  const endpoint = reachEndpoint(state, actor, id);
  if (endpoint === undefined) return 'not_found';
  if (!endpoint.details.active) return 'webhook_inactive';
  state.emit({ kind: 'redeliver', endpoint: id, sequence, at: state.time });
  return null;
}
