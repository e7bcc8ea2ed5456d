import { randomBytes } from 'node:crypto';
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { onceId } from '../../recorder/message-id.ts';
import { newSecret } from '../../webhooks/new-secret.ts';
import { BODY_REFUSALS, CONFLICTS, jsonAnswer, jsonBody, REFUSALS, UNAVAILABLE } from '../answers.ts';
import { actorOf, requireRole } from '../auth.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam } from '../parameters.ts';
import { etag } from '../preconditions.ts';
import { ApiError } from '../problem.ts';
import { write } from '../write.ts';
import { DeliverySchema, deliveryObject } from './delivery-objects.ts';
import { NewWebhookSchema, webhookObject } from './webhook-objects.ts';
import { reachEndpoint } from './webhook-routes.ts';

/** How long the secret before signs beside the new one. */
const BOTH_SIGN_MS = 24 * 3_600_000;

const ACT_REFUSALS = { ...REFUSALS, ...BODY_REFUSALS, ...CONFLICTS, ...UNAVAILABLE } as const;

const rotateRoute = createRoute({
  method: 'post',
  path: '/v1/webhooks/{id}/rotate',
  summary: 'A new secret; for 24 hours the one before signs, too',
  request: { params: IdParam, body: jsonBody(z.strictObject({})) },
  responses: { 200: jsonAnswer(NewWebhookSchema, 'The webhook, with its new secret'), ...ACT_REFUSALS },
});

const testRoute = createRoute({
  method: 'post',
  path: '/v1/webhooks/{id}/test',
  summary: 'Send it something to try: webhook.test, whatever it is told of',
  request: { params: IdParam, body: jsonBody(z.strictObject({})) },
  responses: { 201: jsonAnswer(DeliverySchema, 'It waits'), ...ACT_REFUSALS },
});

export function serveWebhookActs(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history } = parts;

  app.openapi(rotateRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id } = reachEndpoint(parts, claims, c.req.valid('param').id);
    const secret = newSecret();
    const actor = actorOf(claims);
    await write(pipeline, { kind: 'rotateWebhook', actor, id, secret, keepMs: BOTH_SIGN_MS });
    const endpoint = reachEndpoint(parts, claims, id);
    return c.json({ ...webhookObject(live.registry, endpoint), secret }, 200, etag(endpoint.version));
  });

  app.openapi(testRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id: endpoint, tenant } = reachEndpoint(parts, claims, c.req.valid('param').id);
    const id = `test-${randomBytes(12).toString('hex')}`;
    const actor = actorOf(claims);
    const about = { subject: null, value: null, event: claims.event };
    await write(pipeline, { kind: 'announce', actor, id, type: 'webhook.test', ...about, endpoint });
    const row = await history.message({ endpoint, id: onceId(tenant, id) });
    if (row === null) throw new ApiError('not_found');
    return c.json(deliveryObject(live.registry, row), 201);
  });
}
