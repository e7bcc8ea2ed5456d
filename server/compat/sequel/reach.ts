import { reachEvent, requireRole } from '../../api/auth.ts';
import type { ApiParts } from '../../api/context.ts';
import { ApiError } from '../../api/problem.ts';
import { refuseScope } from '../../gateway/access.ts';
import type { Claims } from '../../gateway/claims.ts';
import type { EventState, OrganizationState } from '../../live/registry.ts';

type Parts = Pick<ApiParts, 'live'>;

/**
 * A company is an organization. Its figures are for moderators and above.
 * @throws ApiError `not_found` for one that is not there for the token; `not_allowed` below the role, or with a token of one event.
 */
export function reachCompany({ live }: Parts, claims: Claims, id: string): OrganizationState {
  requireRole(claims, 'moderator');
  const refusal = refuseScope(live, claims, { kind: 'organization', id });
  if (refusal === 'not_allowed') throw new ApiError('not_allowed');
  const company = refusal === null ? live.registry.organization(id) : undefined;
  if (company === undefined) throw new ApiError('not_found', 'Company not found');
  return company;
}

/**
 * Their event is ours: what they call virtual stage are all of its sessions but networking and lobby, and its networking hub the
 * networking sessions.
 * @throws ApiError `not_found` for one that is not there for the token, `not_allowed` below moderators.
 */
export function reachSequelEvent({ live }: Parts, claims: Claims, id: string): EventState {
  requireRole(claims, 'moderator');
  try {
    return reachEvent(live, claims, id);
  } catch {
    throw new ApiError('not_found', 'Event not found');
  }
}
