import type { MiddlewareHandler } from 'hono';
import { refuseScope } from '../gateway/access.ts';
import type { Claims } from '../gateway/claims.ts';
import type { Credentials } from '../gateway/credentials.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { Live } from '../live/live.ts';
import type { EventState, SessionState } from '../live/registry.ts';
import type { Role } from '../protocol/client-messages.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import type { ApiEnv } from './context.ts';
import { ApiError } from './problem.ts';

export { actorOf } from '../gateway/claims.ts';

export const RANK: Readonly<Record<Role, number>> = { attendee: 0, moderator: 1, operator: 2, admin: 3 };

/** The token of an Authorization header; undefined when it is no single Bearer token. */
export function bearerOf(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^Bearer ([^\s,]+)$/i.exec(header)?.[1];
}

/** Refuses requests without a good token or API key, and those of a person who was erased. */
export function authenticate(
  credentials: Pick<Credentials, 'verify'>,
  live: Pick<Live, 'isErased'>,
): MiddlewareHandler<ApiEnv> {
  return async function authenticate(c, next) {
    const token = bearerOf(c.req.header('authorization'));
    const claims = token === undefined ? undefined : await credentials.verify(token);
    if (claims === undefined) throw new ApiError('unauthorized');
    if (live.isErased(claims)) throw new ApiError('erased');
    c.set('claims', claims);
    await next();
  };
}

/** @throws ApiError `not_allowed` below the role. */
export function requireRole(claims: Claims, least: Role): void {
  if (RANK[claims.role] < RANK[least]) throw new ApiError('not_allowed', `needs the role ${least} or above`);
}

/**
 * Key of a scope that the token may see; undefined when it does not exist yet.
 * @throws ApiError `not_allowed` or `not_found`.
 */
export function reachScope(live: Live, claims: Claims, scope: ParsedScope): ScopeKey | undefined {
  const refusal = refuseScope(live, claims, scope);
  if (refusal !== null) throw new ApiError(refusal === 'not_allowed' ? refusal : 'not_found');
  return live.scopeOf(claims.org, scope.kind, scope.id);
}

/** @throws ApiError `not_found` for a session that is not there for the token. */
export function reachSession(live: Live, claims: Claims, id: string): SessionState {
  const own = live.registry.organization(claims.org);
  const session = own && live.registry.session(own, id);
  if (session === undefined || !live.registry.reaches(claims, session.event)) throw new ApiError('not_found');
  return session;
}

/** @throws ApiError `not_found` for an event that is not there for the token. */
export function reachEvent(live: Live, claims: Claims, id: string): EventState {
  const own = live.registry.organization(claims.org);
  const event = own && live.registry.event(own, id);
  if (event === undefined || !live.registry.reaches(claims, event)) throw new ApiError('not_found');
  return event;
}
