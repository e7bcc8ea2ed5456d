import type { ApiParts } from '../../../api/context.ts';
import type { Claims } from '../../../gateway/claims.ts';
import { timeZoneOf } from '../../../live/inheritance.ts';
import type { OrganizationState, SessionState } from '../../../live/registry.ts';
import type { AnalyticsQuery } from '../parameters.ts';
import { reachCompany } from '../reach.ts';

export const COMPANIES = '/api/analytics/user-engagement/companies/:companyId';

/** A company of which figures are asked. */
export interface CompanyScope {
  readonly company: OrganizationState;
  /** Of all its events, perhaps with those of companies below it. */
  readonly sessions: readonly SessionState[];
  /** The one asked for, else its own. */
  readonly timeZone: string;
}

/** @throws ApiError as `reachCompany` does. */
export function companyScope(
  { live }: Pick<ApiParts, 'live'>,
  { claims, id }: { readonly claims: Claims; readonly id: string },
  { includeSubCompanies, timezone }: Pick<AnalyticsQuery, 'includeSubCompanies' | 'timezone'>,
): CompanyScope {
  const company = reachCompany({ live }, claims, id);
  const sessions = includeSubCompanies
    ? live.registry.sessionsIn(company.row.key)
    : [...company.events].flatMap((event) => [...event.sessions]);
  return { company, sessions, timeZone: timezone ?? timeZoneOf(company) };
}

/** How an answer names a company. */
export function companyName({ row }: OrganizationState) {
  return { company: row.details.name, companyId: row.id };
}
