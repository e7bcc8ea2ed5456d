import { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { beAbleToNote, forbidCaching } from '../../api/middlewares.ts';
import { ApiError } from '../../api/problem.ts';
import { refuseWhile } from '../../api/unavailable.ts';
import { answerError } from './errors.ts';
import { authenticate, checkTypes } from './headers.ts';
import { serveSlices } from './slices-route.ts';
import { serveTrackingSessions } from './tracking-sessions-route.ts';

/** The Brella integration API: what one attendee of an event did, as JSON:API. */
export function brella(parts: ApiParts): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  app.onError((error, c) => answerError(c, error, parts.onError));
  app.use(forbidCaching);
  if (parts.unavailable !== undefined) app.use(refuseWhile(parts.unavailable));
  app.use(authenticate(parts));
  app.use(checkTypes);
  app.use(beAbleToNote(parts));
  serveSlices(app, parts);
  serveTrackingSessions(app, parts);
  app.all('*', (c) => {
    throw new ApiError('not_found', `there is nothing at ${c.req.path}`);
  });
  return app;
}
