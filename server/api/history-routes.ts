import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { SliceRow, StoredEngagement } from '../../storage/types.ts';
import { type SessionFacts, sessionFacts, watchedMs } from '../figures/slice-figures.ts';
import { withoutDeletedTexts } from '../figures/talk/messages.ts';
import type { SessionState } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime, listAnswer, REFUSALS } from './answers.ts';
import { reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, ModeQuery, Page, SpanQuery } from './parameters.ts';
import { badParameter } from './problem.ts';
import { filterIn } from './reach-attendee.ts';
import { answerList, wholeList } from './whole-lists.ts';

export const SliceSchema = z
  .object({
    id: z.string(),
    session: z.string(),
    attendee: z.string(),
    mode: z.enum(['live', 'onDemand']),
    start: IsoTime,
    end: IsoTime.nullable(),
    countedUntil: IsoTime.nullable(),
    endedBy: z.enum(['leave', 'drop', 'timeout', 'kick', 'erased', 'crash']).nullable(),
    durationSeconds: z.number().nullable(),
    watchedSeconds: z.number(),
    country: z.string(),
  })
  .openapi('Slice');

export const EngagementSchema = z
  .object({
    id: z.string(),
    session: z.string(),
    attendee: z.string().nullable(),
    action: z.string(),
    data: z.unknown(),
    at: IsoTime,
  })
  .openapi('Engagement');

const slicesRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/slices',
  summary: 'Unbroken presences, in order of their start',
  request: {
    params: IdParam,
    query: Page.extend(SpanQuery.shape).extend({ attendee: Id.optional(), mode: ModeQuery }),
  },
  responses: { 200: listAnswer(SliceSchema, 'Slices'), ...REFUSALS },
});

const engagementsRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/engagements',
  summary: 'Engagements, in order of time',
  description:
    'The record as it is for operators and above. To moderators a deleted chat message has no text, as in all figures.',
  request: {
    params: IdParam,
    query: Page.extend(SpanQuery.shape).extend({
      attendee: Id.optional(),
      action: z.string().max(80).optional(),
    }),
  },
  responses: { 200: listAnswer(EngagementSchema, 'Engagements'), ...REFUSALS },
});

export function sliceObject(row: SliceRow, session: string, facts: SessionFacts) {
  const { slice, clientId, attendee, mode, start, end, countedUntil, endedBy, country } = row;
  return {
    id: clientId ?? String(slice),
    session,
    attendee,
    mode,
    start: iso(start),
    end: isoOrNull(end),
    countedUntil: isoOrNull(countedUntil),
    endedBy,
    durationSeconds: end === null ? null : (end - start) / 1000,
    watchedSeconds: watchedMs(row, facts) / 1000,
    country,
  };
}

export function engagementObject(
  { id, attendee, action, data, at, anonymous }: StoredEngagement,
  session: string,
) {
  return { id, session, attendee: anonymous ? null : attendee, action, data, at: iso(at) };
}

/** What the figures of a session need to know of it. */
export function factsOf({ row }: SessionState, now: number): SessionFacts {
  return sessionFacts(row, now);
}

/** @throws ApiError when `from` does not lie before `to`. */
export function checkSpan({ from, to }: { from?: number | undefined; to?: number | undefined }): void {
  if (from !== undefined && to !== undefined && from >= to) throw badParameter('from', 'must lie before to');
}

export function serveHistory(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
): void {
  app.use(slicesRoute.getRoutingPath(), wholeList(app, columnsOf(SliceSchema)));
  app.openapi(slicesRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    const { limit, cursor, ...filter } = filterIn({ live }, claims, c.req.valid('query'));
    checkSpan(filter);
    const list = `slices ${session.row.key} ${JSON.stringify(filter)}`;
    const [start = 0, slice = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { start, slice };
    const rows = await history.slices({ session: session.row.key, ...filter, after, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, {
      list,
      limit,
      placeOf: (last) => [last.start, last.slice],
    });
    const facts = factsOf(session, dataThrough());
    const items = page.map((row) => sliceObject(row, session.row.id, facts));
    return answerList(c, { items, nextCursor });
  });

  app.use(engagementsRoute.getRoutingPath(), wholeList(app, columnsOf(EngagementSchema)));
  app.openapi(engagementsRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    const { limit, cursor, ...filter } = filterIn({ live }, claims, c.req.valid('query'));
    checkSpan(filter);
    const list = `engagements ${session.row.key} ${JSON.stringify(filter)}`;
    const [at = 0, key = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { at, key };
    const rows = await history.engagements({ session: session.row.key, ...filter, after, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf: (last) => [last.at, last.key] });
    const shown = claims.role === 'moderator' ? await withoutDeletedTexts(history, page) : page;
    const items = shown.map((row) => engagementObject(row, session.row.id));
    return answerList(c, { items, nextCursor });
  });
}
