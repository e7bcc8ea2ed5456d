import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { ScopeKey } from '../live/catalogue.ts';
import { Count, CountPerMode, IsoTime, jsonAnswer, listAnswer, REFUSALS } from './answers.ts';
import { reachScope, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { Page, ScopeParam } from './parameters.ts';
import { answerList, wholeList } from './whole-lists.ts';

const CountersSchema = z
  .object({
    scope: z.string(),
    epoch: z.string(),
    seq: z.number().int(),
    at: IsoTime,
    concurrent: Count,
    connections: Count,
    peak: z.object({ value: Count, at: IsoTime.nullable() }),
    minute: z.object({
      start: IsoTime,
      peak: Count,
      minimum: Count,
      average: z.number(),
      joins: Count,
      leaves: Count,
      uniques: Count,
    }),
    uniques: Count,
    watchSeconds: z.number(),
    byMode: CountPerMode,
    byCountry: z.record(z.string(), Count),
    visibility: z.object({ active: Count, idle: Count, hidden: Count }),
    engagement: z.record(z.string(), Count),
    capacity: Count.optional(),
    degraded: z.literal(true).optional(),
  })
  .openapi('Counters');

const PresentSchema = z
  .object({
    attendee: z.string(),
    session: z.string(),
    since: IsoTime,
    mode: z.enum(['live', 'onDemand']),
    connections: Count,
    country: z.string(),
    visibility: z.enum(['active', 'idle', 'hidden']),
  })
  .openapi('Present');

const Search = z
  .string()
  .min(1)
  .max(128)
  .openapi({ description: 'A part of the id, in upper or lower case' });

const countersRoute = createRoute({
  method: 'get',
  path: '/v1/counters/{scope}',
  summary: 'The counters of a scope now; the same object as is pushed',
  request: { params: ScopeParam },
  responses: { 200: jsonAnswer(CountersSchema, 'Counters'), ...REFUSALS },
});

const presentRoute = createRoute({
  method: 'get',
  path: '/v1/present/{scope}',
  summary: 'Who is here now, in the order in which their slices began',
  request: { params: ScopeParam, query: Page.extend({ search: Search.optional() }) },
  responses: { 200: listAnswer(PresentSchema, 'Present attendees'), ...REFUSALS },
});

/** Cursors of one search do not fit another. */
function listOfPresent(key: ScopeKey | undefined, search: string | undefined): string {
  return search === undefined ? `present ${key}` : `present ${key} ${JSON.stringify(search)}`;
}

export function serveCounters(
  app: OpenAPIHono<ApiEnv>,
  { live, broadcast, composer, cursors }: ApiParts,
): void {
  app.openapi(countersRoute, (c) => {
    const claims = c.get('claims');
    const { scope } = c.req.valid('param');
    const key = reachScope(live, claims, scope);
    return c.json(composer.compose(scope, key, broadcast.seqOf(claims.org, scope)), 200);
  });

  app.use(presentRoute.getRoutingPath(), wholeList(app, columnsOf(PresentSchema)));
  app.openapi(presentRoute, (c) => {
    const claims = c.get('claims');
    const { scope } = c.req.valid('param');
    const { limit, cursor, search } = c.req.valid('query');
    requireRole(claims, 'moderator');
    const key = reachScope(live, claims, scope);
    const list = listOfPresent(key, search);
    const [after = 0] = cursors.read(list, cursor);
    const wanted = search?.toLowerCase() ?? '';
    const present = (key === undefined ? [] : live.present(key)).filter(
      ({ slice, attendee }) => slice > after && attendee.id.toLowerCase().includes(wanted),
    );
    const { page, nextCursor } = cursors.page(present, { list, limit, placeOf: ({ slice }) => [slice] });
    const items = page.map(({ attendee, session, start, mode, links, country, visibility }) => ({
      attendee: attendee.id,
      session: session.row.id,
      since: new Date(start).toISOString(),
      mode,
      connections: links.length,
      country,
      visibility,
    }));
    return answerList(c, { items, nextCursor });
  });
}
