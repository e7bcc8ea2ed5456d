import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { BYTES_HEADER } from '../bootstrap/bytes-header.ts';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { bearerOf } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';

const TYPE = 'application/vnd.sqlite3';

const route = createRoute({
  method: 'get',
  path: '/v1/bootstrap',
  summary: 'A copy of the history for another node of the cluster; needs a token of the role node',
  responses: {
    200: {
      description: 'The SQLite file',
      content: { [TYPE]: { schema: z.string().openapi({ format: 'binary' }) } },
    },
    ...REFUSALS,
    ...UNAVAILABLE,
  },
});

/** To be served before people are authenticated: a node's token is none of theirs. */
export function serveBootstrap(app: OpenAPIHono<ApiEnv>, { bootstrap }: ApiParts): void {
  app.openapi(route, async (c) => {
    const token = bearerOf(c.req.header('authorization'));
    if (bootstrap === undefined) throw new ApiError('not_found');
    if (token === undefined || !bootstrap.admits(token)) throw new ApiError('unauthorized');
    if (c.req.raw.method === 'HEAD') return c.body(null, 200, { 'content-type': TYPE });
    const copy = await bootstrap.copy();
    if (copy === null) throw new ApiError('unavailable', 'another node is being given a copy; try again');
    return c.body(copy.body, 200, { 'content-type': TYPE, [BYTES_HEADER]: String(copy.bytes) });
  });
}
