import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { REFUSALS, UNAVAILABLE } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ApiError } from './problem.ts';
import { answerSqlite, answerSqliteHead, sqliteAnswer } from './sqlite-answer.ts';

const route = createRoute({
  method: 'get',
  path: '/v1/backup',
  summary: 'The whole history as one SQLite file, for an admin of the only root organization of the server',
  responses: {
    200: sqliteAnswer('The SQLite file as it was at one moment'),
    ...REFUSALS,
    ...UNAVAILABLE,
  },
});

/** The file holds every tenant, and so it is given to nobody where there are several: see `npm run backup`. */
export function serveBackup(app: OpenAPIHono<ApiEnv>, { live, backups }: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined || !live.registry.isOnlyRoot(claims.org))
      throw new ApiError('not_allowed', 'the history holds other organizations, too: use npm run backup');
    if (c.req.raw.method === 'HEAD') return answerSqliteHead(c);
    const copy = await backups.copy();
    if (copy === null) throw new ApiError('unavailable', 'another backup is being read; try again');
    c.get('noteAct')({ action: 'backup', target: '/v1/backup', details: { bytes: copy.bytes } });
    return answerSqlite(c, copy);
  });
}
