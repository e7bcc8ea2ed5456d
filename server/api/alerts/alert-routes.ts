import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { Claims } from '../../gateway/claims.ts';
import type { AlertWatch } from '../../live/alerts/alert-watch.ts';
import { reachesScopeKey } from '../../live/alerts/alerting.ts';
import type { AlertDetails } from '../../live/alerts/rule.ts';
import { newId } from '../../new-id.ts';
import {
  CONFLICTS,
  DELETED,
  jsonAnswer,
  jsonBody,
  listAnswer,
  MAKE_REFUSALS,
  REFUSALS,
  UNAVAILABLE,
  WRITE_REFUSALS,
} from '../answers.ts';
import { actorOf, requireRole } from '../auth.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { pageOfMade } from '../made-lists.ts';
import { IdParam, Page } from '../parameters.ts';
import { etag, expectedVersion } from '../preconditions.ts';
import { ApiError, badParameter } from '../problem.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { write } from '../write.ts';
import { detailsOf, MuteBody, NewRuleBody, RuleBody } from './alert-body.ts';
import { RuleSchema, ruleObject } from './alert-objects.ts';

const postRoute = createRoute({
  method: 'post',
  path: '/v1/alerts',
  summary: 'Warn of the count of a session, an event or an organization',
  request: { body: jsonBody(NewRuleBody) },
  responses: {
    201: jsonAnswer(RuleSchema, 'The rule'),
    ...MAKE_REFUSALS,
  },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/alerts',
  summary: 'The rules about what the token reaches, in the order in which they were made',
  request: { query: Page },
  responses: { 200: listAnswer(RuleSchema, 'Rules, those that are off among them'), ...REFUSALS },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/alerts/{id}',
  summary: 'A rule, and whether it has raised an alert that goes on',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(RuleSchema, 'Rule'), ...REFUSALS },
});

const putRoute = createRoute({
  method: 'put',
  path: '/v1/alerts/{id}',
  summary: 'Change a rule: what is not said is as in a new one; its scope never changes',
  request: { params: IdParam, body: jsonBody(RuleBody) },
  responses: { 200: jsonAnswer(RuleSchema, 'Changed'), ...WRITE_REFUSALS, ...UNAVAILABLE },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/alerts/{id}',
  summary: 'Delete a rule; what it has raised stays in the history',
  request: { params: IdParam },
  responses: { ...DELETED, ...REFUSALS, ...CONFLICTS, ...UNAVAILABLE },
});

const muteRoute = createRoute({
  method: 'post',
  path: '/v1/alerts/{id}/mute',
  summary: 'Tell nobody of what a rule raises until then; the history has it all the same',
  request: { params: IdParam, body: jsonBody(MuteBody) },
  responses: { 200: jsonAnswer(RuleSchema, 'The rule'), ...WRITE_REFUSALS, ...UNAVAILABLE },
});

/** @throws ApiError 404 for what the token does not see. */
function reachRule({ live }: ApiParts, claims: Claims, id: string): AlertWatch {
  const watch = live.alerts.find(id);
  if (watch === undefined || !reachesScopeKey(live.registry, claims, watch.rule.scope))
    throw new ApiError('not_found');
  return watch;
}

/** @throws ApiError 400 for a share of a capacity that only sessions have. */
function refuseKind({ condition }: AlertDetails, kind: string): void {
  if (condition.kind === 'capacity' && kind !== 'session')
    throw badParameter('condition.kind', 'only a session has a capacity');
}

export function serveAlertRules(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, cursors } = parts;

  app.openapi(postRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { scope, ...said } = c.req.valid('json');
    const details = detailsOf(said);
    if (scope !== undefined) refuseKind(details, scope.kind);
    const id = newId();
    await write(pipeline, { kind: 'putAlert', actor: actorOf(claims), id, scope, details, ifMatch: 'none' });
    const watch = reachRule(parts, claims, id);
    c.header('Location', `/v1/alerts/${id}`);
    return c.json(ruleObject(live.registry, watch), 201, etag(watch.rule.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(RuleSchema)));
  app.openapi(listRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { limit, cursor } = c.req.valid('query');
    const list = `alerts ${claims.org} ${claims.event ?? ''}`;
    const { page, nextCursor } = pageOfMade(cursors, live.alerts.watches(), {
      ...{ list, cursor, limit },
      madeOf: ({ rule }) => rule,
      isListed: ({ rule }) => reachesScopeKey(live.registry, claims, rule.scope),
    });
    return answerList(c, { items: page.map((one) => ruleObject(live.registry, one)), nextCursor });
  });

  app.openapi(getRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const watch = reachRule(parts, claims, c.req.valid('param').id);
    return c.json(ruleObject(live.registry, watch), 200, etag(watch.rule.version));
  });

  app.openapi(putRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const details = detailsOf(c.req.valid('json'));
    refuseKind(details, reachRule(parts, claims, id).scope.kind);
    const ifMatch = expectedVersion(c) ?? 'any';
    await write(pipeline, { kind: 'putAlert', actor: actorOf(claims), id, details, ifMatch });
    const watch = reachRule(parts, claims, id);
    return c.json(ruleObject(live.registry, watch), 200, etag(watch.rule.version));
  });

  app.openapi(deleteRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    await write(pipeline, { kind: 'deleteAlert', actor: actorOf(claims), id, ifMatch: expectedVersion(c) });
    return c.body(null, 204);
  });

  app.openapi(muteRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const { until } = c.req.valid('json');
    await write(pipeline, { kind: 'muteAlert', actor: actorOf(claims), id, until });
    const watch = reachRule(parts, claims, id);
    return c.json(ruleObject(live.registry, watch), 200, etag(watch.rule.version));
  });
}
