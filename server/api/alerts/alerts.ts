import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv, ApiParts } from '../context.ts';
import { serveAlertHistory } from './alert-history-routes.ts';
import { serveAlertRules } from './alert-routes.ts';

/** Rules that warn of counts, and what they raised. */
export function serveAlerts(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  serveAlertRules(app, parts);
  serveAlertHistory(app, parts);
}
