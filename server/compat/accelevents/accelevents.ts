import { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { beAbleToNote, forbidCaching } from '../../api/middlewares.ts';
import { refuseWhile } from '../../api/unavailable.ts';
import { authenticate } from './authenticate.ts';
import { serveEventAnalytics } from './event-analytics.ts';
import { Refusal, refusalResponse } from './refusals.ts';
import { serveSessionAnalytics } from './session-analytics.ts';

/**
 * The session analytics of Accelevents (`https://api.accelevents.com/rest`), docs/accelevents.md. Each path also stands below its
 * event.
 */
export function accelevents(parts: ApiParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => refusalResponse(c, error, parts.onError));
  app.use(forbidCaching);
  if (parts.unavailable !== undefined) app.use(refuseWhile(parts.unavailable));
  app.use(authenticate(parts));
  app.use(beAbleToNote(parts));
  for (const base of ['/rest/host', '/rest/host/event/:eventUrl']) {
    serveEventAnalytics(app, parts, base);
    serveSessionAnalytics(app, parts, base);
  }
  app.all('*', () => {
    throw new Refusal('notFound');
  });
  return app;
}
