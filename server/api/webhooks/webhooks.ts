import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv, ApiParts } from '../context.ts';
import { serveDeliveries } from './delivery-routes.ts';
import { serveWebhookActs } from './webhook-acts.ts';
import { serveWebhookCatalogue } from './webhook-routes.ts';

/** Where organizations want to be told of what happens, and what they were told. */
export function serveWebhooks(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  serveWebhookCatalogue(app, parts);
  serveWebhookActs(app, parts);
  serveDeliveries(app, parts);
}
