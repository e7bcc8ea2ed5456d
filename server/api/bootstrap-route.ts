import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { bearerOf } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';
import { answerSqlite, answerSqliteHead, sqliteAnswer } from './sqlite-answer.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/bootstrap',
  summary: 'A copy of the history for another node of the cluster; needs a token of the role node',
  responses: {
    200: sqliteAnswer('The SQLite file'),
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
    if (c.req.raw.method === 'HEAD') return answerSqliteHead(c);
    const copy = await bootstrap.copy();
    if (copy === null) throw new ApiError('unavailable', 'another node is being given a copy; try again');
    return answerSqlite(c, copy);
  });
}
