import type { Live } from '../live/live.ts';
import type { ErrorCode } from '../protocol/error-codes.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import type { Claims } from './claims.ts';

type Refusal = Extract<ErrorCode, 'not_allowed' | 'not_found' | 'session_not_found'>;

/**
 * Whether a token may see a scope: null, or why not. What lies outside its organization or event looks as if it did not
 * exist. Attendees see sessions and events that exist; moderators and above also what does not exist yet.
 */
export function refuseScope({ registry }: Live, claims: Claims, { kind, id }: ParsedScope): Refusal | null {
  const missing = kind === 'session' ? 'session_not_found' : 'not_found';
  const isStaff = claims.role !== 'attendee';
  if (kind === 'organization') {
    if (!isStaff || claims.event !== undefined) return 'not_allowed';
    const organization = registry.organization(id);
    const reached =
      organization === undefined ? id === claims.org : registry.reachesOrganization(claims.org, organization);
    return reached ? null : missing;
  }
  const own = registry.organization(claims.org);
  const event = own && (kind === 'event' ? registry.event(own, id) : registry.session(own, id)?.event);
  if (event !== undefined) return registry.reaches(claims, event) ? null : missing;
  if (!isStaff) return missing;
  return kind === 'event' && claims.event !== undefined && claims.event !== id ? missing : null;
}
