import { createRoute, type OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Claims } from '../../gateway/claims.ts';
import type { EndpointDetails, WebhookEndpoint } from '../../live/endpoints.ts';
import type { ExpectedVersion } from '../../live/expected-version.ts';
import { reachesEndpoint } from '../../live/webhooks.ts';
import { newId } from '../../new-id.ts';
import { newSecret } from '../../webhooks/new-secret.ts';
import {
  CONFLICTS,
  DELETED,
  jsonAnswer,
  jsonBody,
  listAnswer,
  MAKE_REFUSALS,
  REFUSALS,
  UNAVAILABLE,
  WRITE_REFUSALS,
} from '../answers.ts';
import { actorOf, requireRole } from '../auth.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { pageOfMade } from '../made-lists.ts';
import { IdParam, Page } from '../parameters.ts';
import { etag, expectedVersion } from '../preconditions.ts';
import { ApiError, badParameter } from '../problem.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { write } from '../write.ts';
import {
  CountedWebhookSchema,
  NewWebhookBody,
  NewWebhookSchema,
  WebhookBody,
  WebhookPatch,
  WebhookSchema,
  webhookObject,
} from './webhook-objects.ts';

const postRoute = createRoute({
  method: 'post',
  path: '/v1/webhooks',
  summary: 'Tell a URL what happens in an organization and those below, or in one event',
  request: { body: jsonBody(NewWebhookBody) },
  responses: {
    201: jsonAnswer(NewWebhookSchema, 'The webhook, with its secret'),
    ...MAKE_REFUSALS,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/webhooks',
  summary: 'The webhooks of the organization and those below, in the order in which they were made',
  request: { query: Page },
  responses: {
    200: listAnswer(WebhookSchema, 'Webhooks, expired and disabled ones and Sequel subscriptions among them'),
    ...REFUSALS,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/webhooks/{id}',
  summary: 'A webhook, without its secret, and how many of its deliveries are in which state',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(CountedWebhookSchema, 'Webhook'), ...REFUSALS },
});

const putRoute = createRoute({
  method: 'put',
  path: '/v1/webhooks/{id}',
  summary: 'Change a webhook: what is not said is as in a new one',
  request: { params: IdParam, body: jsonBody(WebhookBody) },
  responses: { 200: jsonAnswer(WebhookSchema, 'Changed'), ...WRITE_REFUSALS, ...UNAVAILABLE },
});

const patchRoute = createRoute({
  method: 'patch',
  path: '/v1/webhooks/{id}',
  summary: 'Change a webhook: what is not said stays as it is',
  request: { params: IdParam, body: jsonBody(WebhookPatch) },
  responses: { 200: jsonAnswer(WebhookSchema, 'Changed'), ...WRITE_REFUSALS, ...UNAVAILABLE },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/webhooks/{id}',
  summary: 'Delete a webhook with its deliveries: nothing is sent any more, not even what waited',
  request: { params: IdParam },
  responses: { ...DELETED, ...REFUSALS, ...CONFLICTS, ...UNAVAILABLE },
});

const NEW: EndpointDetails = {
  ...{ url: '', description: '', types: null, active: true, expiresAt: null },
  flavour: { kind: 'standard' },
};

type Said = z.infer<typeof WebhookPatch>;

/** @throws ApiError 404 for what the token does not see. */
export function reachEndpoint({ live }: ApiParts, claims: Claims, id: string): WebhookEndpoint {
  const endpoint = live.endpoints.find(id);
  if (endpoint === undefined || !reachesEndpoint(live.registry, claims, endpoint))
    throw new ApiError('not_found');
  return endpoint;
}

/** @throws ApiError 400 for a URL that webhooks may not go to, and an end that is over. */
function detailsOf({ refuseUrl, pipeline }: ApiParts, base: EndpointDetails, said: Said): EndpointDetails {
  const { types = base.types, expiresAt = base.expiresAt, ...rest } = said;
  const wrong = said.url === undefined ? null : refuseUrl(said.url);
  if (wrong !== null) throw badParameter('url', wrong);
  if (said.expiresAt != null && said.expiresAt <= pipeline.now())
    throw badParameter('expiresAt', 'must lie in the future');
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return { ...base, ...given, types, expiresAt };
}

export function serveWebhookCatalogue(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, cursors } = parts;

  app.openapi(postRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { organization, event, ...said } = c.req.valid('json');
    const details = detailsOf(parts, NEW, said);
    const id = newId();
    const secret = newSecret();
    const actor = actorOf(claims);
    await write(pipeline, {
      ...{ kind: 'putWebhook', actor, id, secret, organization, event, details, ifMatch: 'none' },
    });
    const endpoint = reachEndpoint(parts, claims, id);
    return c.json({ ...webhookObject(live.registry, endpoint), secret }, 201, etag(endpoint.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(WebhookSchema)));
  app.openapi(listRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { limit, cursor } = c.req.valid('query');
    const list = `webhooks ${claims.org} ${claims.event ?? ''}`;
    const { page, nextCursor } = pageOfMade(cursors, live.endpoints.list(), {
      ...{ list, cursor, limit },
      madeOf: (endpoint) => endpoint,
      isListed: (endpoint) => reachesEndpoint(live.registry, claims, endpoint),
    });
    return answerList(c, { items: page.map((one) => webhookObject(live.registry, one)), nextCursor });
  });

  app.openapi(getRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const endpoint = reachEndpoint(parts, claims, c.req.valid('param').id);
    const [counts] = await history.messageCounts([endpoint.id]);
    const { pending = 0, delivered = 0, exhausted = 0, dropped = 0 } = counts ?? {};
    const deliveries = { pending, delivered, exhausted, dropped };
    return c.json({ ...webhookObject(live.registry, endpoint), deliveries }, 200, etag(endpoint.version));
  });

  interface Change {
    readonly id: string;
    readonly said: Said;
    /** From what that starts which is not said. */
    readonly base: (known: EndpointDetails) => EndpointDetails;
    readonly ifMatch: ExpectedVersion;
  }

  const change = async (
    c: Context<ApiEnv>,
    { id, said, base, ifMatch }: Change,
  ): Promise<WebhookEndpoint> => {
    const claims = c.get('claims');
    const known = reachEndpoint(parts, claims, id);
    const isForeign = known.details.flavour.kind !== 'standard' && said.types !== undefined;
    if (isForeign)
      throw new ApiError('immutable_field', 'what a Sequel subscription is told of cannot be changed');
    const details = detailsOf(parts, base(known.details), said);
    const actor = actorOf(claims);
    await write(pipeline, { kind: 'putWebhook', actor, id, secret: newSecret(), details, ifMatch });
    return reachEndpoint(parts, claims, id);
  };

  app.openapi(putRoute, async (c) => {
    requireRole(c.get('claims'), 'admin');
    const { id } = c.req.valid('param');
    // Its flavour, and what only that says, is no matter of this route.
    const base = ({ flavour, types }: EndpointDetails) =>
      flavour.kind === 'standard' ? NEW : { ...NEW, flavour, types };
    const ifMatch = expectedVersion(c) ?? 'any';
    const endpoint = await change(c, { id, said: c.req.valid('json'), base, ifMatch });
    return c.json(webhookObject(live.registry, endpoint), 200, etag(endpoint.version));
  });

  app.openapi(patchRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id } = c.req.valid('param');
    // What is not said was read from this version, so it is the one that is changed.
    const ifMatch = expectedVersion(c) ?? reachEndpoint(parts, claims, id).version;
    const endpoint = await change(c, { id, said: c.req.valid('json'), base: (known) => known, ifMatch });
    return c.json(webhookObject(live.registry, endpoint), 200, etag(endpoint.version));
  });

  app.openapi(deleteRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id } = c.req.valid('param');
    await write(pipeline, { kind: 'deleteWebhook', actor: actorOf(claims), id, ifMatch: expectedVersion(c) });
    return c.body(null, 204);
  });
}
