import { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../api/context.ts';
import { noteAct } from '../../api/note-act.ts';
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
  app.use(async function forbidCaching(c, next) {
    c.header('cache-control', 'no-store');
    await next();
  });
  if (parts.unavailable !== undefined) app.use(refuseWhile(parts.unavailable));
  app.use(authenticate(parts));
  app.use(checkTypes);
  app.use(async function beAbleToNote(c, next) {
    c.set('noteAct', (act) => noteAct(parts, c.get('claims'), act));
    await next();
  });
  serveSlices(app, parts);
  serveTrackingSessions(app, parts);
  app.all('*', (c) => {
    throw new ApiError('not_found', `there is nothing at ${c.req.path}`);
  });
  return app;
}
