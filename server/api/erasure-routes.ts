import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { newPseudonym, newSalt } from '../erasure/pseudonym.ts';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { actorOf, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { ApiError } from './problem.ts';
import { reachAttendee } from './reach-attendee.ts';
import { write } from './write.ts';

const eraseRoute = createRoute({
  method: 'delete',
  path: '/v1/attendees/{id}',
  summary: 'Erase a person everywhere; what was counted of them stays, as nobody in particular',
  request: { params: IdParam },
  responses: { 204: { description: 'Erased' }, ...REFUSALS, ...UNAVAILABLE },
});

export function serveErasure(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  app.openapi(eraseRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to one event');
    const { id } = c.req.valid('param');
    await reachAttendee(parts, claims, id);
    await write(parts.pipeline, {
      ...{ kind: 'erase', actor: actorOf(claims), attendee: id },
      ...{ pseudonym: newPseudonym(), salt: newSalt() },
    });
    return c.body(null, 204);
  });
}
