import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { newPseudonym, newSalt } from '../erasure/pseudonym.ts';
import type { Claims } from '../gateway/claims.ts';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { actorOf, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { ApiError } from './problem.ts';
import { reachStored } from './reach-attendee.ts';
import { write } from './write.ts';

const eraseRoute = createRoute({
  method: 'delete',
  path: '/v1/attendees/{id}',
  summary: 'Erase a person everywhere; what was counted of them stays, as nobody in particular',
  request: { params: IdParam },
  responses: { 204: { description: 'Erased' }, ...REFUSALS, ...UNAVAILABLE },
});

/** Whom there is by an id, or by its pseudonym: both where an organization became pseudonymous, or has purged people. */
async function storedIds(parts: ApiParts, claims: Claims, id: string): Promise<string[]> {
  const found: string[] = [];
  for (const one of parts.live.idsOf(claims.org, id)) {
    const row = await reachStored(parts, claims, one).catch((error: unknown) => {
      if (error instanceof ApiError && error.code === 'not_found') return null;
      throw error;
    });
    if (row !== null) found.push(one);
  }
  return found;
}

export function serveErasure(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(eraseRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to one event');
    const found = await storedIds(parts, claims, c.req.valid('param').id);
    if (found.length === 0) throw new ApiError('not_found');
    for (const attendee of found)
      await write(parts.pipeline, {
        ...{ kind: 'erase', actor: actorOf(claims), attendee },
        ...{ pseudonym: newPseudonym(), salt: newSalt() },
      });
    return c.body(null, 204);
  });
}
