import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { organizationByKey } from '../live/keying.ts';
import { organizationAndBelow } from '../live/registry.ts';
import { IsoTime, listAnswer, REFUSALS } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { checkSpan } from './history-routes.ts';
import { Page, SpanQuery } from './parameters.ts';
import { ApiError } from './problem.ts';
import { answerList, wholeList } from './whole-lists.ts';

const AuditSchema = z
  .object({
    at: IsoTime,
    actor: z.string().openapi({ description: 'Attendee id of the token, or key:<id> of the API key' }),
    role: z.string(),
    organization: z.string().nullable().openapi({ description: 'Of the actor; null: no longer there' }),
    action: z.string().openapi({ example: 'session.put' }),
    target: z.string().openapi({ example: 'session:keynote' }),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('Act');

const Filter = z.string().max(256).optional();

const route = createRoute({
  method: 'get',
  path: '/v1/audit',
  summary:
    'Who changed, kicked, erased or exported what: the acts of the organization and those below, the latest first',
  request: {
    query: z.strictObject({
      ...Page.shape,
      ...SpanQuery.shape,
      ...{ actor: Filter, action: Filter, target: Filter },
    }),
  },
  responses: { 200: listAnswer(AuditSchema, 'Acts'), ...REFUSALS },
});

export function serveAudit(app: OpenAPIHono<ApiEnv>, { live, history, cursors }: ApiParts): void {
  app.use(route.getRoutingPath(), wholeList(app, columnsOf(AuditSchema)));
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    if (claims.event !== undefined) throw new ApiError('not_allowed', 'the token is limited to one event');
    const { limit, cursor, ...filter } = c.req.valid('query');
    checkSpan(filter);
    const own = live.registry.organization(claims.org);
    if (own === undefined) return answerList(c, { items: [], nextCursor: null });
    const list = `audit ${own.row.key} ${JSON.stringify(filter)}`;
    const [at = 0, key = 0] = cursors.read(list, cursor);
    const rows = await history.audit({
      ...{ ...filter, tenant: own.row.tenant, limit: limit + 1 },
      organizations: [...organizationAndBelow(own)].map(({ row }) => row.key),
      before: cursor === undefined ? undefined : { at, key },
    });
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf: (last) => [last.at, last.key] });
    const items = page.map(({ key: _, organization, at, ...row }) => ({
      ...{ ...row, at: new Date(at).toISOString() },
      organization: organizationByKey(live.registry, organization)?.row.id ?? null,
    }));
    return answerList(c, { items, nextCursor });
  });
}
