import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { BODY_REFUSALS, CONFLICTS, jsonAnswer, jsonBody, listAnswer, REFUSALS } from './answers.ts';
import { actorOf, reachEvent, reachSession, requireRole } from './auth.ts';
import {
  EventBody,
  eventDetails,
  eventObject,
  SESSION_COLUMNS,
  SessionBody,
  sessionDetails,
  sessionObject,
} from './catalogue-objects.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { pageOf } from './pages.ts';
import { IdParam, Page } from './parameters.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const EventSchema = z.object({ id: z.string(), title: z.string() }).loose().openapi('Event');
const SessionSchema = z
  .object({ id: z.string(), event: z.string(), title: z.string() })
  .loose()
  .openapi('Session');

const putEventRoute = createRoute({
  method: 'put',
  path: '/v1/events/{id}',
  summary: 'Register or change an event',
  request: { params: IdParam, body: jsonBody(EventBody) },
  responses: {
    200: jsonAnswer(EventSchema, 'Changed'),
    201: jsonAnswer(EventSchema, 'Registered'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...CONFLICTS,
  },
});

const getEventRoute = createRoute({
  method: 'get',
  path: '/v1/events/{id}',
  summary: 'An event',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(EventSchema, 'Event'), ...REFUSALS },
});

const eventSessionsRoute = createRoute({
  method: 'get',
  path: '/v1/events/{id}/sessions',
  summary: 'The sessions of an event, in the order in which they were made',
  request: { params: IdParam, query: Page },
  responses: { 200: listAnswer(SessionSchema, 'Sessions'), ...REFUSALS },
});

const putSessionRoute = createRoute({
  method: 'put',
  path: '/v1/sessions/{id}',
  summary: 'Register or change a session; its event never changes, its kind not once somebody was in it',
  request: { params: IdParam, body: jsonBody(SessionBody) },
  responses: {
    200: jsonAnswer(SessionSchema, 'Changed'),
    201: jsonAnswer(SessionSchema, 'Registered'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...CONFLICTS,
  },
});

const getSessionRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}',
  summary: 'A session',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(SessionSchema, 'Session'), ...REFUSALS },
});

const actionRoute = createRoute({
  method: 'post',
  path: '/v1/sessions/{id}/actions',
  summary: 'Go live, end, switch the replay on or off',
  request: {
    params: IdParam,
    body: jsonBody(z.strictObject({ action: z.enum(['goLive', 'end', 'replayOn', 'replayOff']) })),
  },
  responses: {
    200: jsonAnswer(SessionSchema, 'The session afterwards'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...CONFLICTS,
  },
});

export function serveCatalogue(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, cursors } = parts;

  app.openapi(putEventRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const event = c.req.valid('json');
    const { organization } = event;
    await write(pipeline, {
      kind: 'putEvent',
      actor: actorOf(claims),
      id,
      organization,
      details: eventDetails(id, event),
      ifMatch: expectedVersion(c),
    });
    const state = reachEvent(live, claims, id);
    return c.json(eventObject(state), state.row.version === 1 ? 201 : 200, etag(state.row.version));
  });

  app.openapi(getEventRoute, (c) => {
    const state = reachEvent(live, c.get('claims'), c.req.valid('param').id);
    return c.json(eventObject(state), 200, etag(state.row.version));
  });

  app.use(eventSessionsRoute.getRoutingPath(), wholeList(app, SESSION_COLUMNS));
  app.openapi(eventSessionsRoute, (c) => {
    const { id } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const event = reachEvent(live, c.get('claims'), id);
    const list = `sessions of ${event.row.key}`;
    const [after = 0] = cursor === undefined ? [] : cursors.read(list, cursor);
    const { items, next } = pageOf(event.sessions.after(after), limit);
    const nextCursor = next === null ? null : cursors.write(list, [next]);
    return answerList(c, { items: items.map(sessionObject), nextCursor });
  });

  app.openapi(putSessionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const session = c.req.valid('json');
    const { event } = session;
    await write(pipeline, {
      kind: 'putSession',
      actor: actorOf(claims),
      id,
      event,
      details: sessionDetails(id, session),
      ifMatch: expectedVersion(c),
    });
    const state = reachSession(live, claims, id);
    return c.json(sessionObject(state), state.row.version === 1 ? 201 : 200, etag(state.row.version));
  });

  app.openapi(getSessionRoute, (c) => {
    const state = reachSession(live, c.get('claims'), c.req.valid('param').id);
    return c.json(sessionObject(state), 200, etag(state.row.version));
  });

  app.openapi(actionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { id } = c.req.valid('param');
    const { action } = c.req.valid('json');
    await write(pipeline, { kind: 'sessionAction', actor: actorOf(claims), session: id, action });
    const state = reachSession(live, claims, id);
    return c.json(sessionObject(state), 200, etag(state.row.version));
  });
}
