import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { MetricReadings } from '../metrics/metric-readings.ts';
import { iso } from '../protocol/iso-time.ts';
import { jsonAnswer, REFUSALS } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { nodeFigures, OperationsSchema } from './node-objects.ts';
import { ApiError } from './problem.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/operations',
  summary: 'How the node that is asked fares, for an admin of the only root organization of the server',
  responses: { 200: jsonAnswer(OperationsSchema, 'Its figures, the same as in /metrics'), ...REFUSALS },
});

/** The load of a server is that of all its tenants, and so it is shown to none of them where there are several. */
export function serveNode(app: OpenAPIHono<ApiEnv>, { live, pipeline, metrics, notReady }: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined || !live.registry.isOnlyRoot(claims.org))
      throw new ApiError('not_allowed', 'the server works for other organizations, too: see /metrics');
    const reasons = [...notReady()];
    const nodes = live.nodes.map((node, index) => ({ node, leader: index === 0 }));
    const figures = nodeFigures(await MetricReadings.of(metrics.registry));
    return c.json({ at: iso(pipeline.now()), ready: reasons.length === 0, reasons, nodes, ...figures }, 200);
  });
}
