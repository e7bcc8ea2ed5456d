import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { MessageRow } from '../../../storage/types.ts';
import {
  BODY_REFUSALS,
  CONFLICTS,
  jsonAnswer,
  jsonBody,
  listAnswer,
  REFUSALS,
  UNAVAILABLE,
} from '../answers.ts';
import { actorOf, requireRole } from '../auth.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { IdParam, Page } from '../parameters.ts';
import { ApiError } from '../problem.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { write } from '../write.ts';
import {
  DeliverySchema,
  DeliveryStatus,
  DeliveryType,
  DeliveryWithRequestsSchema,
  deliveryObject,
  requestObject,
} from './delivery-objects.ts';
import { reachEndpoint } from './webhook-routes.ts';

const DeliveryParams = IdParam.extend({
  delivery: z
    .string()
    .regex(/^msg_[\w-]{1,64}$/, 'must be the id of a delivery')
    .openapi({ type: 'string', param: { name: 'delivery', in: 'path' } }),
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/webhooks/{id}/deliveries',
  summary: 'What a webhook was told or is to be told, the latest first',
  request: {
    params: IdParam,
    query: Page.extend({ status: DeliveryStatus.optional(), type: DeliveryType.optional() }),
  },
  responses: { 200: listAnswer(DeliverySchema, 'Deliveries of the last 30 days'), ...REFUSALS },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/webhooks/{id}/deliveries/{delivery}',
  summary: 'A delivery with its requests and their answers, as far as this node has made them',
  request: { params: DeliveryParams },
  responses: { 200: jsonAnswer(DeliveryWithRequestsSchema, 'Delivery'), ...REFUSALS },
});

const redeliverRoute = createRoute({
  method: 'post',
  path: '/v1/webhooks/{id}/deliveries/{delivery}/redeliver',
  summary: 'Send a delivery again, with its id and sequence number, as if never tried',
  request: { params: DeliveryParams, body: jsonBody(z.strictObject({})) },
  responses: {
    200: jsonAnswer(DeliverySchema, 'It waits again'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...CONFLICTS,
    ...UNAVAILABLE,
  },
});

/** Attempts of one delivery that are shown. */
const MAX_REQUESTS = 100;

export function serveDeliveries(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, cursors } = parts;

  const reach = async (endpoint: string, id: string): Promise<MessageRow> => {
    const row = await history.message({ endpoint, id });
    if (row === null) throw new ApiError('not_found');
    return row;
  };

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(DeliverySchema)));
  app.openapi(listRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { limit, cursor, status, type } = c.req.valid('query');
    const { id: endpoint } = reachEndpoint(parts, claims, c.req.valid('param').id);
    const list = `deliveries ${endpoint} ${status ?? ''} ${type ?? ''}`;
    const [before] = cursors.read(list, cursor);
    const rows = await history.messages({ endpoint, status, type, before, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf: ({ sequence }) => [sequence] });
    return answerList(c, { items: page.map((row) => deliveryObject(live.registry, row)), nextCursor });
  });

  app.openapi(getRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id, delivery } = c.req.valid('param');
    const { id: endpoint } = reachEndpoint(parts, claims, id);
    const row = await reach(endpoint, delivery);
    const attempts = await history.attempts({ endpoint, message: delivery, limit: MAX_REQUESTS });
    return c.json({ ...deliveryObject(live.registry, row), requests: attempts.map(requestObject) }, 200);
  });

  app.openapi(redeliverRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id, delivery } = c.req.valid('param');
    const endpoint = reachEndpoint(parts, claims, id);
    const { sequence } = await reach(endpoint.id, delivery);
    await write(pipeline, { kind: 'redeliver', actor: actorOf(claims), id, sequence });
    return c.json(deliveryObject(live.registry, await reach(endpoint.id, delivery)), 200);
  });
}
