import type { OpenAPIHono } from '@hono/zod-openapi';
import { serveCompare } from './compare-route.ts';
import { serveComparison } from './comparison-route.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { serveCountries } from './countries-routes.ts';
import { serveMinutes } from './minutes-routes.ts';
import { serveParticipants } from './participants-routes.ts';
import { servePeriods } from './periods-routes.ts';
import { serveRetention } from './retention-routes.ts';
import { serveUsage } from './usage-routes.ts';

/** Figures of a scope in a span. */
export function serveSpans(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  serveMinutes(app, parts);
  serveParticipants(app, parts);
  serveUsage(app, parts);
  servePeriods(app, parts);
  serveRetention(app, parts);
  serveCountries(app, parts);
  serveCompare(app, parts);
  serveComparison(app, parts);
}
