import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ApiKey } from './api-keys.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { Actor, DeleteKeyChange, PutKeyChange } from './changes.ts';
import type { LiveState } from './live-state.ts';
import { organizationByKey } from './organization-by-key.ts';
import type { Registry } from './registry.ts';

type Outcome = ErrorCode | null;

export { organizationByKey };

/** Whether a token may see a key: of its organization or one below, and of its event where it is limited to one. */
export function reachesKey(
  registry: Registry,
  { org, event }: Pick<Actor, 'org' | 'event'>,
  key: ApiKey,
): boolean {
  const organization = organizationByKey(registry, key.organization);
  if (organization === undefined || !registry.reachesOrganization(org, organization)) return false;
  return event === undefined || event === key.event;
}

/** A key speaks for the actor's organization or one below, and perhaps for one event there. */
export function putKey(state: LiveState, change: PutKeyChange): Outcome {
  const { actor, id, hash, name, role, expiresAt } = change;
  const own = ensureOrganization(state, actor.org);
  const { tenant } = own.row;
  const owner = change.organization === undefined ? own : state.registry.organization(change.organization);
  if (owner === undefined || !state.registry.reachesOrganization(actor.org, owner)) return 'not_found';
  const event = change.event ?? actor.event;
  if (actor.event !== undefined && event !== actor.event) return 'not_found';
  if (event !== undefined) {
    const known = state.registry.event(own, event);
    if (known === undefined || !state.registry.reachesOrganization(owner.row.id, known.organization))
      return 'not_found';
  }
  if (state.keys.find(id) !== undefined) return 'id_taken';
  if (state.keys.isFull(tenant)) return 'too_many_keys';
  const key: ApiKey = {
    ...{ id, tenant, organization: owner.row.key, name, role, event: event ?? null, hash },
    ...{ createdAt: state.time, createdBy: actor.attendee, expiresAt },
  };
  state.keys.add(key);
  state.emit({ kind: 'keyMade', key });
  return null;
}

export function deleteKey(state: LiveState, { actor, id }: DeleteKeyChange): Outcome {
  ensureOrganization(state, actor.org);
  const key = state.keys.find(id);
  if (key === undefined || !reachesKey(state.registry, actor, key)) return 'not_found';
  state.keys.remove(key);
  state.emit({ kind: 'keyDeleted', id });
  return null;
}
