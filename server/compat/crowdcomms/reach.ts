import { requireRole } from '../../api/auth.ts';
import type { ApiParts } from '../../api/context.ts';
import { ApiError } from '../../api/problem.ts';
import type { ReachedReport } from '../../api/report-files.ts';
import { reachReport } from '../../api/report-routes.ts';
import type { Claims } from '../../gateway/claims.ts';
import type { EventState } from '../../live/registry.ts';

/**
 * The event app of a short code.
 * @throws ApiError `not_found` for a code that nothing of the token's organization has; `not_allowed` below an operator, and for a
 * token that is limited to another event
 */
export function reachApp({ live }: Pick<ApiParts, 'live'>, claims: Claims, shortCode: string): EventState {
  const { registry } = live;
  const own = registry.organization(claims.org);
  const event = own && registry.eventByShortCode(own, shortCode);
  if (event === undefined || !registry.reachesOrganization(claims.org, event.organization))
    throw new ApiError('not_found', 'there is no event app of this short code');
  requireRole(claims, 'operator');
  if (!registry.reaches(claims, event)) throw new ApiError('not_allowed', 'the token is for another event');
  return event;
}

/** @throws ApiError `not_found` for one that is not of the event app, besides what `reachApp` throws */
export async function reachReportOfApp(
  parts: ApiParts,
  claims: Claims,
  { shortCode, id }: { readonly shortCode: string; readonly id: string },
): Promise<ReachedReport> {
  const app = reachApp(parts, claims, shortCode);
  const reached = await reachReport(parts, claims, id);
  if (reached.event !== app) throw new ApiError('not_found', 'there is no such report of this event app');
  return reached;
}
