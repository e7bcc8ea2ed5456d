import type { ErrorCode } from '../protocol/error-codes.ts';
import type { Organization, OrganizationDetails } from './catalogue.ts';
import { ensureOrganization } from './cataloguing.ts';
import type { OrganizationWish, PutOrganizationChange } from './changes.ts';
import { isExpected } from './expected-version.ts';
import type { LiveState } from './live-state.ts';
import { type OrganizationState, organizationAndParents } from './registry.ts';

type Outcome = ErrorCode | null;

/** Limits of a tenant. A root is the first level. */
export const MAX_LEVELS = 8;
export const MAX_ORGANIZATIONS = 10_000;

export function putOrganization(state: LiveState, change: PutOrganizationChange): Outcome {
  const { actor, id, ifMatch } = change;
  const { registry } = state;
  ensureOrganization(state, actor.org);
  if (actor.event !== undefined) return 'not_allowed';
  const known = registry.organization(id);
  if (known === undefined) return createSubOrganization(state, change);
  if (!registry.reachesOrganization(actor.org, known)) return 'not_found';
  if (changesPolicy(change.details) && actor.role !== 'admin') return 'not_allowed';
  if (change.parent !== undefined && change.parent !== (known.parent?.row.id ?? null))
    return 'immutable_field';
  if (!isExpected(ifMatch, known.row.version)) return 'version_mismatch';
  const { retention, pseudonymous } = known.row.details;
  const details = { retention, pseudonymous, ...change.details };
  setOrganization(state, known, { ...known.row, version: known.row.version + 1, details });
  takeSalt(state, known, change.salt);
  return null;
}

function changesPolicy({ retention, pseudonymous }: OrganizationWish): boolean {
  return retention !== undefined || pseudonymous !== undefined;
}

/** Under an organization that the actor reaches as its admin: being new, it cannot be above itself. */
function createSubOrganization(state: LiveState, change: PutOrganizationChange): Outcome {
  const { actor, id, parent: parentId, ifMatch } = change;
  const { registry } = state;
  if (actor.role !== 'admin') return 'not_allowed';
  const parent = registry.organization(parentId ?? actor.org);
  if (parentId === null || parent === undefined || !registry.reachesOrganization(actor.org, parent))
    return 'not_found';
  if (!isExpected(ifMatch, undefined)) return 'version_mismatch';
  if (organizationAndParents(parent).length >= MAX_LEVELS) return 'too_many_organizations';
  if (registry.organizationsIn(parent) >= MAX_ORGANIZATIONS) return 'too_many_organizations';
  const details: OrganizationDetails = { retention: null, pseudonymous: null, ...change.details };
  const created = registry.createSubOrganization(parent, id, details);
  state.emit({ kind: 'organization', organization: created.row });
  takeSalt(state, created, change.salt);
  return null;
}

function setOrganization(state: LiveState, organization: OrganizationState, row: Organization): void {
  const before = organization.row;
  state.registry.onUndo(() => {
    organization.row = before;
  });
  organization.row = row;
  organization.scope.version++;
  state.emit({ kind: 'organization', organization: row });
}

/** The first salt that a tenant is given stays. Nobody sees it, so it is no new version. */
export function takeSalt(state: LiveState, organization: OrganizationState, salt: string): void {
  const root = state.registry.root(organization);
  if (root.row.salt === null) setOrganization(state, root, { ...root.row, salt });
}
