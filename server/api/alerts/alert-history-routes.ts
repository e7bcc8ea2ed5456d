import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AlertFilter, AlertRow } from '../../../storage/types.ts';
import type { Claims } from '../../gateway/claims.ts';
import { parseAlertId } from '../../live/alerts/alert-id.ts';
import { reachesScopeKey } from '../../live/alerts/alerting.ts';
import { idAsNumber, idOfNumber } from '../../new-id.ts';
import type { ParsedScope } from '../../protocol/ids.ts';
import {
  BODY_REFUSALS,
  CONFLICTS,
  jsonAnswer,
  jsonBody,
  listAnswer,
  REFUSALS,
  UNAVAILABLE,
} from '../answers.ts';
import { actorOf, reachScope, requireRole } from '../auth.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { checkSpan } from '../history-routes.ts';
import { IdParam, Page, ScopeText, SpanQuery } from '../parameters.ts';
import { ApiError } from '../problem.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { write } from '../write.ts';
import { AlertSchema, alertObject } from './alert-objects.ts';

const Query = Page.extend({
  scope: ScopeText.optional().openapi({ type: 'string', description: 'Only of it and what is in it' }),
  rule: z.string().max(128).optional(),
  state: z.enum(['raised', 'cleared']).optional(),
  acknowledged: z.enum(['true', 'false']).optional().openapi({ type: 'boolean' }),
  ...SpanQuery.shape,
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/alert-history',
  summary: 'What rules have raised, the latest first',
  request: { query: Query },
  responses: { 200: listAnswer(AlertSchema, 'Alerts, the last 10,000 of an organization'), ...REFUSALS },
});

const acknowledgeRoute = createRoute({
  method: 'post',
  path: '/v1/alert-history/{id}/acknowledge',
  summary: 'Say that an alert was seen; the first who says so stays',
  request: { params: IdParam, body: jsonBody(z.strictObject({})) },
  responses: {
    200: jsonAnswer(AlertSchema, 'The alert'),
    ...REFUSALS,
    ...BODY_REFUSALS,
    ...CONFLICTS,
    ...UNAVAILABLE,
  },
});

type Wanted = Pick<AlertFilter, 'organizations' | 'event' | 'scope'>;

/**
 * Whose alerts are meant; undefined for what is not there yet.
 * @throws ApiError `not_allowed` or `not_found`.
 */
function wantedOf({ live }: ApiParts, claims: Claims, scope: ParsedScope | undefined): Wanted | undefined {
  const { registry } = live;
  const own = registry.organization(claims.org);
  if (own === undefined) return undefined;
  const ofEvent = claims.event === undefined ? undefined : registry.event(own, claims.event);
  if (claims.event !== undefined && ofEvent === undefined) return undefined;
  const organizations = [...registry.organizationsUnder(own)].map(({ row }) => row.key);
  const reached = { organizations, event: ofEvent?.row.key };
  if (scope === undefined) return reached;
  const key = reachScope(live, claims, scope);
  if (key === undefined) return undefined;
  if (scope.kind === 'session') return { ...reached, scope: key };
  if (scope.kind === 'event') return { ...reached, event: key };
  const organization = registry.organization(scope.id);
  if (organization === undefined) return undefined;
  return { organizations: [...registry.organizationsUnder(organization)].map(({ row }) => row.key) };
}

export function serveAlertHistory(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, cursors } = parts;

  const reach = async (claims: Claims, id: string): Promise<AlertRow> => {
    const name = parseAlertId(id);
    const row = name === undefined ? null : await history.alert(name);
    if (row === null || !reachesScopeKey(live.registry, claims, row.scope)) throw new ApiError('not_found');
    return row;
  };

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(AlertSchema)));
  app.openapi(listRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { limit, cursor, scope, rule, state, acknowledged, from, to } = c.req.valid('query');
    checkSpan({ from, to });
    const asked = JSON.stringify([scope, rule, state, acknowledged, from, to]);
    const list = `alert history ${claims.org} ${claims.event ?? ''} ${asked}`;
    const [raisedAt, number] = cursors.read(list, cursor);
    const wanted = wantedOf(parts, claims, scope);
    if (wanted === undefined) return answerList(c, { items: [], nextCursor: null });
    const rows = await history.alerts({
      ...{ ...wanted, rule, from, to, limit: limit + 1 },
      isOpen: state && state === 'raised',
      isAcknowledged: acknowledged && acknowledged === 'true',
      after:
        raisedAt === undefined || number === undefined ? undefined : { raisedAt, rule: idOfNumber(number) },
    });
    const placeOf = (last: AlertRow) => [last.raisedAt, idAsNumber(last.rule)];
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf });
    return answerList(c, { items: page.map((row) => alertObject(live, row)), nextCursor });
  });

  app.openapi(acknowledgeRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const { rule, raisedAt } = await reach(claims, id);
    await write(pipeline, { kind: 'acknowledgeAlert', actor: actorOf(claims), rule, raisedAt });
    return c.json(alertObject(live, await reach(claims, id)), 200);
  });
}
