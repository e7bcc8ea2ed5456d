import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { jsonAnswer, REFUSALS } from './answers.ts';
import { bearerOf } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const route = createRoute({
  method: 'post',
  path: '/v1/rules/raise',
  summary: 'Ends the nodes of older rules for which this node waits; needs a token of the role node',
  responses: {
    200: jsonAnswer(z.object({ raised: z.boolean() }), 'Whether there was anything to raise'),
    ...REFUSALS,
  },
});

/** What `npm run rules:raise` calls. To be served before people are authenticated. */
export function serveRules(app: OpenAPIHono<ApiEnv>, { pipeline, isNode }: ApiParts): void {
  app.openapi(route, (c) => {
    const token = bearerOf(c.req.header('authorization'));
    if (token === undefined || !isNode(token)) throw new ApiError('unauthorized');
    return c.json({ raised: pipeline.raiseRules() }, 200);
  });
}
