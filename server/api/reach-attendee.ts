import type { PeopleOf, StoredAttendee } from '../../storage/types.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { isErasedId } from '../live/pseudonyms.ts';
import type { OrganizationState, SessionState } from '../live/registry.ts';
import { requireRole } from './auth.ts';
import type { ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

type Parts = Pick<ApiParts, 'live' | 'history'>;

/** The event that a token is limited to, as the people whom it may see; undefined for a token without a limit. */
export function peopleOfToken({ live }: Parts, claims: Claims, own: OrganizationState): PeopleOf | undefined {
  if (claims.event === undefined) return undefined;
  const event = live.registry.event(own, claims.event);
  if (event === undefined || !live.registry.reaches(claims, event)) throw new ApiError('not_found');
  return { kind: 'event', key: event.row.key };
}

/** The sessions that a token reaches, and what they are all of: its event, or its organization. */
export function sessionsOfToken(
  parts: Parts,
  claims: Claims,
): { key: ScopeKey; sessions: readonly SessionState[] } {
  const { registry } = parts.live;
  const own = registry.organization(claims.org);
  if (own === undefined) throw new ApiError('not_found');
  const { key } = peopleOfToken(parts, claims, own) ?? own.row;
  return { key, sessions: registry.sessionsIn(key) };
}

/**
 * The id that a person whom a request names is stored as.
 * @throws ApiError `not_found` for who was erased.
 */
export function namedIn({ live }: Pick<ApiParts, 'live'>, { org }: Claims, id: string): string {
  if (isErasedId(id)) throw new ApiError('not_found');
  return live.storedId(org, id);
}

/** Moderators and above see everybody whom the token reaches, attendees themselves. */
export function requireSight(claims: Claims, attendee: string): void {
  if (claims.role !== 'attendee' || claims.attendee !== attendee) requireRole(claims, 'moderator');
}

/** Is nobody's. */
const NOBODY = '';

/** What is asked of an attendee, by the id that the person is stored as. */
export function storedIn<Asked extends { readonly attendee?: string | undefined }>(
  { live }: Pick<ApiParts, 'live'>,
  { org }: Claims,
  asked: Asked,
): Asked {
  const { attendee } = asked;
  if (attendee === undefined) return asked;
  return { ...asked, attendee: live.storedId(org, attendee) };
}

/** The same for a filter: of who was erased nothing is found. */
export function filterIn<Asked extends { readonly attendee?: string | undefined }>(
  parts: Pick<ApiParts, 'live'>,
  claims: Claims,
  asked: Asked,
): Asked {
  const stored = storedIn(parts, claims, asked);
  return isErasedId(stored.attendee ?? '') ? { ...stored, attendee: NOBODY } : stored;
}

type Reached = { readonly row: StoredAttendee; readonly organization: string };

/**
 * Somebody by an id of a token's organization; see `reachStored`.
 * @throws ApiError `not_allowed` below the role, `not_found` for who is not there for the token.
 */
export function reachAttendee(parts: Parts, claims: Claims, id: string): Promise<Reached> {
  return reachStored(parts, claims, parts.live.storedId(claims.org, id));
}

/**
 * Somebody who belongs to the token's organization or one below it and, where the token is limited to an event, was in it, is
 * registered for it or has a bookmark. Who was erased is nobody.
 * @throws ApiError `not_allowed` below the role, `not_found` for anybody else.
 */
export async function reachStored(parts: Parts, claims: Claims, id: string): Promise<Reached> {
  requireSight(claims, id);
  if (isErasedId(id)) throw new ApiError('not_found');
  const { live, history } = parts;
  const own = live.registry.organization(claims.org);
  if (own === undefined) throw new ApiError('not_found');
  const row = await history.attendee({ tenant: own.row.tenant, id });
  const organization = row === null ? undefined : live.registry.byKey(row.organization);
  if (row === null || organization === undefined || !('parent' in organization))
    throw new ApiError('not_found');
  if (!live.registry.reachesOrganization(claims.org, organization)) throw new ApiError('not_found');
  const of = claims.role === 'attendee' ? undefined : peopleOfToken(parts, claims, own);
  if (of !== undefined && !(await history.isAmong(of, row.key))) throw new ApiError('not_found');
  return { row, organization: organization.row.id };
}
