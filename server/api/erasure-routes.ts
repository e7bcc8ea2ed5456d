import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { NOTHING_ASKED } from '../../storage/nothing.ts';
import { newPseudonym, newSalt } from '../erasure/pseudonym.ts';
import type { Claims } from '../gateway/claims.ts';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { actorOf, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { ApiError } from './problem.ts';

const eraseRoute = createRoute({
  method: 'delete',
  path: '/v1/attendees/{id}',
  summary: 'Erase a person everywhere; what was counted of them stays, as nobody in particular',
  request: { params: IdParam },
  responses: { 204: { description: 'Erased' }, ...REFUSALS, ...UNAVAILABLE },
});

export function serveErasure(
  app: OpenAPIHono<ApiEnv>,
  { live, pipeline, history }: Pick<ApiParts, 'live' | 'pipeline' | 'history'>,
): void {
  /** Whether the file knows the person, and their organization is one that the token reaches. */
  const isReached = async (claims: Claims, id: string): Promise<boolean> => {
    const own = live.registry.organization(claims.org);
    if (own === undefined || claims.event !== undefined) return false;
    const attendees = [{ tenant: own.row.tenant, id }];
    const [known] = (await history.known({ ...NOTHING_ASKED, attendees })).attendees;
    return known?.owners.includes(own.row.key) ?? false;
  };

  app.openapi(eraseRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id } = c.req.valid('param');
    if (!(await isReached(claims, id))) throw new ApiError('not_found');
    const refused = await pipeline.write({
      ...{ kind: 'erase', actor: actorOf(claims), attendee: id },
      ...{ pseudonym: newPseudonym(), salt: newSalt() },
    });
    if (refused !== null) throw new ApiError(refused);
    return c.body(null, 204);
  });
}
