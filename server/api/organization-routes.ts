import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { newSalt } from '../erasure/pseudonym.ts';
import type { Claims } from '../gateway/claims.ts';
import type { OrganizationState } from '../live/registry.ts';
import {
  CONFLICTS,
  DELETED,
  DELETION,
  jsonAnswer,
  jsonBody,
  listAnswer,
  REFUSALS,
  WRITE_REFUSALS,
} from './answers.ts';
import { actorOf, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { writeDeletion } from './deletions.ts';
import {
  ORGANIZATION_COLUMNS,
  OrganizationBody,
  OrganizationSchema,
  organizationDetails,
  organizationObject,
  untouchedOrganization,
} from './organization-objects.ts';
import { pageOf } from './pages.ts';
import { IdParam, Page, PurgeQuery } from './parameters.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { ApiError } from './problem.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const putRoute = createRoute({
  method: 'put',
  path: '/v1/organizations/{id}',
  summary: 'Change an organization, or make one below another (its admin)',
  description:
    'An id is unique on the server: one that is in use where the token does not reach is 404, for making one, too.',
  request: { params: IdParam, body: jsonBody(OrganizationBody) },
  responses: {
    200: jsonAnswer(OrganizationSchema, 'Changed'),
    201: jsonAnswer(OrganizationSchema, 'Made'),
    ...WRITE_REFUSALS,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/organizations/{id}',
  summary: 'An organization',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(OrganizationSchema, 'Organization'), ...REFUSALS },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/organizations/{id}',
  summary: 'Delete an organization with all below it, but not the token’s own',
  description: `${DELETION} A root organization is only ever the token’s own, so it stays.`,
  request: { params: IdParam, query: PurgeQuery },
  responses: { ...DELETED, ...REFUSALS, ...CONFLICTS },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/organizations',
  summary: 'The own organization and all below it, in the order in which they were made',
  request: { query: Page },
  responses: { 200: listAnswer(OrganizationSchema, 'Organizations'), ...REFUSALS },
});

export function serveOrganizations(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, cursors } = parts;

  /** Undefined: the own one, in which nothing has been done yet. */
  const reach = (claims: Claims, id: string): OrganizationState | undefined => {
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to an event');
    const organization = live.registry.organization(id);
    const isThere =
      organization === undefined
        ? id === claims.org
        : live.registry.reachesOrganization(claims.org, organization);
    if (!isThere) throw new ApiError('not_found');
    return organization;
  };

  const read = (claims: Claims, id: string) => {
    const organization = reach(claims, id);
    return organization === undefined ? untouchedOrganization(id) : organizationObject(organization);
  };

  app.openapi(putRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const body = c.req.valid('json');
    await write(pipeline, {
      kind: 'putOrganization',
      actor: actorOf(claims),
      id,
      parent: body.parentId,
      details: organizationDetails(id, body),
      salt: newSalt(),
      ifMatch: expectedVersion(c),
    });
    const organization = read(claims, id);
    return c.json(organization, organization.version === 1 ? 201 : 200, etag(organization.version));
  });

  app.openapi(deleteRoute, async (c) => {
    requireRole(c.get('claims'), 'admin');
    const { id } = c.req.valid('param');
    await writeDeletion(c, pipeline, { kind: 'deleteOrganization', id, ...c.req.valid('query') });
    return c.body(null, 204);
  });

  app.openapi(getRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const organization = read(claims, c.req.valid('param').id);
    return c.json(organization, 200, etag(organization.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, ORGANIZATION_COLUMNS));
  app.openapi(listRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const own = reach(claims, claims.org);
    const { limit, cursor } = c.req.valid('query');
    const list = `organizations of ${claims.org}`;
    const [after = 0] = cursors.read(list, cursor);
    if (own === undefined)
      return answerList(c, { items: [untouchedOrganization(claims.org)], nextCursor: null });
    const { items, next } = pageOf(live.registry.organizationsUnder(own, after), limit);
    const nextCursor = next === null ? null : cursors.write(list, [next]);
    return answerList(c, { items: items.map(organizationObject), nextCursor });
  });
}
