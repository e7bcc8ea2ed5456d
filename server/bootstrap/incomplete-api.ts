import { Hono } from 'hono';
import { ApiError, problemResponse } from '../api/problem.ts';
import { refuseWhile } from '../api/unavailable.ts';

/**
 * What a node answers before it has a history, and so before it has anything that the API works with: that it lives, and why
 * it gives nothing.
 */
export function createIncompleteApi(reason: () => string): Hono {
  const app = new Hono();
  app.get('/livez', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', (c) => c.json({ status: 'not ready', reasons: [reason()] }, 503));
  app.use(
    '/v1/*',
    refuseWhile(() => 'history_incomplete'),
  );
  app.notFound((c) => problemResponse(c, new ApiError('not_found')));
  app.onError((error, c) => problemResponse(c, error instanceof ApiError ? error : new ApiError('internal')));
  return app;
}
