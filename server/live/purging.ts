import type { ErrorCode } from '../protocol/error-codes.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { PurgeChange } from './changes.ts';
import type { LiveState } from './live-state.ts';
import { takeSalt } from './organizations.ts';
import { organizationAndParents } from './registry.ts';

/** Nothing of it is in live, which knows the present only; the recorder does it, in log order. */
export function purge(state: LiveState, change: PurgeChange): ErrorCode | null {
  const { before, scope, keepAggregates } = change;
  ensureOrganization(state, change.actor.org);
  const organization = state.registry.organization(change.organization);
  if (organization === undefined || !state.registry.reachesOrganization(change.actor.org, organization))
    return 'not_found';
  takeSalt(state, organization, change.salt);
  const salt = state.registry.root(organization).row.salt ?? change.salt;
  const { tenant, key } = organization.row;
  const [, ...parents] = organizationAndParents(organization).map(({ row }) => row.key);
  const what = { before, scope, keepAggregates, salt };
  state.emit({ kind: 'purged', tenant, organization: key, parents, ...what, at: state.time });
  return null;
}
