import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { EventState, SessionState } from '../live/registry.ts';
import {
  CONFLICTS,
  DELETED,
  DELETION,
  jsonAnswer,
  jsonBody,
  listAnswer,
  REFUSALS,
  WRITE_REFUSALS,
} from './answers.ts';
import { actorOf, reachEvent, reachSession, requireRole } from './auth.ts';
import {
  SESSION_COLUMNS,
  SessionBody,
  SessionKindSchema,
  sessionDetails,
  sessionObject,
} from './catalogue-objects.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { writeDeletion } from './deletions.ts';
import { pageOf } from './pages.ts';
import { IdParam, Page, PurgeQuery } from './parameters.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { showsSecrets } from './session-secrets.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const SessionSchema = z
  .object({ id: z.string(), event: z.string(), title: z.string() })
  .loose()
  .openapi('Session');

const putSessionRoute = createRoute({
  method: 'put',
  path: '/v1/sessions/{id}',
  summary: 'Register or change a session; its event never changes, its kind not once somebody was in it',
  request: { params: IdParam, body: jsonBody(SessionBody) },
  responses: {
    200: jsonAnswer(SessionSchema, 'Changed'),
    201: jsonAnswer(SessionSchema, 'Registered'),
    ...WRITE_REFUSALS,
  },
});

const getSessionRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}',
  summary: 'A session',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(SessionSchema, 'Session'), ...REFUSALS },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/events/{id}/sessions',
  summary: 'The sessions of an event, in the order in which they were made',
  request: {
    params: IdParam,
    query: Page.extend({
      kind: SessionKindSchema.optional(),
      tag: z.string().max(256).optional(),
      track: z.string().max(256).optional(),
    }),
  },
  responses: { 200: listAnswer(SessionSchema, 'Sessions'), ...REFUSALS },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/sessions/{id}',
  summary: 'Delete a session',
  description: DELETION,
  request: { params: IdParam, query: PurgeQuery },
  responses: { ...DELETED, ...REFUSALS, ...CONFLICTS },
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
    ...WRITE_REFUSALS,
  },
});

interface SessionFilter {
  readonly kind?: string | undefined;
  readonly tag?: string | undefined;
  readonly track?: string | undefined;
}

function* sessionsOf(
  event: EventState,
  { kind, tag, track, after }: SessionFilter & { readonly after: number },
): Generator<SessionState> {
  for (const session of event.sessions.after(after)) {
    const { details } = session.row;
    const isWanted =
      (kind === undefined || details.kind === kind) &&
      has(details.more.tags, tag) &&
      has(details.more.tracks, track);
    if (isWanted) yield session;
  }
}

function has(list: unknown, wanted: string | undefined): boolean {
  return wanted === undefined || (Array.isArray(list) && list.includes(wanted));
}

export function serveSessions(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, cursors } = parts;

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
    return c.json(sessionObject(state, true), state.row.version === 1 ? 201 : 200, etag(state.row.version));
  });

  app.openapi(getSessionRoute, (c) => {
    const state = reachSession(live, c.get('claims'), c.req.valid('param').id);
    return c.json(sessionObject(state, showsSecrets(c)), 200, etag(state.row.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, SESSION_COLUMNS));
  app.openapi(listRoute, (c) => {
    const { id } = c.req.valid('param');
    const { limit, cursor, ...filter } = c.req.valid('query');
    const event = reachEvent(live, c.get('claims'), id);
    const list = `sessions of ${event.row.key} ${JSON.stringify(filter)}`;
    const [after = 0] = cursors.read(list, cursor);
    const { items, next } = pageOf(sessionsOf(event, { ...filter, after }), limit);
    const nextCursor = next === null ? null : cursors.write(list, [next]);
    return answerList(c, {
      items: items.map((session) => sessionObject(session, showsSecrets(c))),
      nextCursor,
    });
  });

  app.openapi(deleteRoute, async (c) => {
    requireRole(c.get('claims'), 'operator');
    const { id } = c.req.valid('param');
    await writeDeletion(c, pipeline, { kind: 'deleteSession', id, ...c.req.valid('query') });
    return c.body(null, 204);
  });

  app.openapi(actionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { id } = c.req.valid('param');
    const { action } = c.req.valid('json');
    await write(pipeline, { kind: 'sessionAction', actor: actorOf(claims), session: id, action });
    const state = reachSession(live, claims, id);
    return c.json(sessionObject(state, showsSecrets(c)), 200, etag(state.row.version));
  });
}
