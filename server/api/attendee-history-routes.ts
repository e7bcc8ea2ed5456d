import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { withoutDeletedTexts } from '../figures/talk/messages.ts';
import type { Claims } from '../gateway/claims.ts';
import type { SessionState } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { listAnswer, REFUSALS } from './answers.ts';
import { reachSession } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import {
  checkSpan,
  EngagementSchema,
  engagementObject,
  factsOf,
  SliceSchema,
  sliceObject,
} from './history-routes.ts';
import { IdParam, ModeQuery, Page, SpanQuery } from './parameters.ts';
import { reachAttendee, sessionsOfToken } from './reach-attendee.ts';
import { answerList, wholeList } from './whole-lists.ts';

const query = Page.extend(SpanQuery.shape).extend({ session: Id.optional() });

const slicesRoute = createRoute({
  method: 'get',
  path: '/v1/attendees/{id}/slices',
  summary: 'Unbroken presences of a person in the sessions that the token reaches; attendees see their own',
  request: { params: IdParam, query: query.extend({ mode: ModeQuery }) },
  responses: { 200: listAnswer(SliceSchema, 'Slices'), ...REFUSALS },
});

const engagementsRoute = createRoute({
  method: 'get',
  path: '/v1/attendees/{id}/engagements',
  summary: 'Engagements of a person, but for anonymous ones; attendees see their own',
  request: { params: IdParam, query: query.extend({ action: z.string().max(80).optional() }) },
  responses: { 200: listAnswer(EngagementSchema, 'Engagements'), ...REFUSALS },
});

/** By key: the one that is asked for, or all. */
function sessionsOf(parts: ApiParts, claims: Claims, id: string | undefined): Map<number, SessionState> {
  const sessions =
    id === undefined ? sessionsOfToken(parts, claims).sessions : [reachSession(parts.live, claims, id)];
  return new Map(sessions.map((session) => [session.row.key, session]));
}

export function serveAttendeeHistory(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { history, cursors, dataThrough } = parts;

  app.use(slicesRoute.getRoutingPath(), wholeList(app, columnsOf(SliceSchema)));
  app.openapi(slicesRoute, async (c) => {
    const claims = c.get('claims');
    const { row } = await reachAttendee(parts, claims, c.req.valid('param').id);
    const { limit, cursor, session: only, ...filter } = c.req.valid('query');
    checkSpan(filter);
    const sessions = sessionsOf(parts, claims, only);
    const list = `slices of attendee ${row.key} ${JSON.stringify({ only, ...filter })}`;
    const [start = 0, slice = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { start, slice };
    const asked = { attendee: row.key, sessions: [...sessions.keys()], ...filter, after };
    const rows = await history.slicesOfAttendee({ ...asked, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, {
      list,
      limit,
      placeOf: (last) => [last.start, last.slice],
    });
    const now = dataThrough();
    const items = page.flatMap((one) => {
      const session = sessions.get(one.session);
      return session === undefined ? [] : [sliceObject(one, session.row.id, factsOf(session, now))];
    });
    return answerList(c, { items, nextCursor });
  });

  app.use(engagementsRoute.getRoutingPath(), wholeList(app, columnsOf(EngagementSchema)));
  app.openapi(engagementsRoute, async (c) => {
    const claims = c.get('claims');
    const { row } = await reachAttendee(parts, claims, c.req.valid('param').id);
    const { limit, cursor, session: only, ...filter } = c.req.valid('query');
    checkSpan(filter);
    const sessions = sessionsOf(parts, claims, only);
    const list = `engagements of attendee ${row.key} ${JSON.stringify({ only, ...filter })}`;
    const [at = 0, key = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { at, key };
    const asked = { attendee: row.key, sessions: [...sessions.keys()], ...filter, after };
    const rows = await history.engagementsOfAttendee({ ...asked, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf: (last) => [last.at, last.key] });
    const shown = claims.role === 'moderator' ? await withoutDeletedTexts(history, page) : page;
    const items = shown.map((one) => engagementObject(one, sessions.get(one.session)?.row.id ?? ''));
    return answerList(c, { items, nextCursor });
  });
}
