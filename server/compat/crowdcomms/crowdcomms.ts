import { Hono } from 'hono';
import { authenticate } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { beAbleToNote, forbidCaching } from '../../api/middlewares.ts';
import { ApiError } from '../../api/problem.ts';
import { refuseWhile } from '../../api/unavailable.ts';
import { answerError } from './errors.ts';
import { serveAppReports } from './report-routes.ts';

/** CrowdComms' analytics of an event app, docs/crowdcomms.md: by short code, with a token or API key instead of a password. */
export function crowdcomms(parts: ApiParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => answerError(c, error, parts.onError));
  app.use(forbidCaching);
  if (parts.unavailable !== undefined) app.use(refuseWhile(parts.unavailable));
  app.use(authenticate(parts.credentials, parts.live));
  app.use(beAbleToNote(parts));
  serveAppReports(app, parts);
  app.all('*', () => {
    throw new ApiError('not_found');
  });
  return app;
}
