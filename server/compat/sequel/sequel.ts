import { Hono } from 'hono';
import { authenticate } from '../../api/auth.ts';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { beAbleToNote, forbidCaching } from '../../api/middlewares.ts';
import { ApiError } from '../../api/problem.ts';
import { refuseWhile } from '../../api/unavailable.ts';
import { serveCompanyFigures } from './company-figures.ts';
import { answerError } from './errors.ts';
import { serveEventFigures } from './event-figures.ts';
import { serveOAuth } from './oauth.ts';
import { serveSubscriptions } from './subscriptions.ts';

/** The Sequel (Introvoke) API: `/api/oauth`, `/api/analytics`, `/api/integrations`, and all else below `/api/v1`. */
export function sequel(parts: ApiParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => answerError(c, error, parts.onError));
  app.use(forbidCaching);
  if (parts.unavailable !== undefined) app.use(refuseWhile(parts.unavailable));
  serveOAuth(app, parts);
  app.use(authenticate(parts.credentials, parts.live));
  app.use(beAbleToNote(parts));
  serveCompanyFigures(app, parts);
  serveEventFigures(app, parts);
  serveSubscriptions(app, parts);
  app.all('*', () => {
    throw new ApiError('not_found', 'Not found');
  });
  return app;
}
