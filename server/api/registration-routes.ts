import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { RegistrationKind, RegistrationScope } from '../live/keeping.ts';
import { Id } from '../protocol/ids.ts';
import { BODY_REFUSALS, CONFLICTS, jsonAnswer, jsonBody, listAnswer, REFUSALS } from './answers.ts';
import { actorOf, reachEvent, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { checkSpan } from './history-routes.ts';
import { IdParam, Page, SpanQuery } from './parameters.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { ApiError, badParameter } from './problem.ts';
import { requireSight } from './reach-attendee.ts';
import {
  RegistrationBody,
  RegistrationSchema,
  registrationDetails,
  registrationObject,
} from './registration-objects.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const AttendeeParam = IdParam.extend({
  attendee: z
    .string()
    .pipe(Id)
    .openapi({ type: 'string', param: { name: 'attendee', in: 'path' } }),
});

interface Resource {
  readonly scope: RegistrationScope['kind'];
  readonly kind: RegistrationKind;
}

const RESOURCES: readonly Resource[] = (['event', 'session'] as const).flatMap((scope) =>
  (['registration', 'bookmark'] as const).map((kind) => ({ scope, kind })),
);

function routesOf({ scope, kind }: Resource) {
  const list = `/v1/${scope}s/{id}/${kind}s`;
  const path = `${list}/{attendee}`;
  const params = AttendeeParam;
  return {
    put: createRoute({
      ...{ method: 'put', path },
      summary: `Make or change the ${kind} of somebody, whom nobody need know yet; attendees for themselves`,
      request: { params, body: jsonBody(RegistrationBody) },
      responses: {
        200: jsonAnswer(RegistrationSchema, 'Changed'),
        201: jsonAnswer(RegistrationSchema, 'Made'),
        ...REFUSALS,
        ...BODY_REFUSALS,
        ...CONFLICTS,
      },
    }),
    get: createRoute({
      ...{ method: 'get', path },
      summary: `The ${kind} of somebody; attendees see their own`,
      request: { params },
      responses: { 200: jsonAnswer(RegistrationSchema, 'As it is'), ...REFUSALS },
    }),
    delete: createRoute({
      ...{ method: 'delete', path },
      summary: `Take the ${kind} of somebody away; attendees their own`,
      request: { params },
      responses: { 204: { description: 'There is none any more' }, ...REFUSALS, ...CONFLICTS },
    }),
    list: createRoute({
      ...{ method: 'get', path: list },
      summary: `The ${kind}s of a${scope === 'event' ? 'n' : ''} ${scope}, in the order in which they were made`,
      request: {
        params: IdParam,
        query: Page.extend(SpanQuery.shape).extend({ attendee: Id.optional() }),
      },
      responses: { 200: listAnswer(RegistrationSchema, 'As they are'), ...REFUSALS },
    }),
  } as const;
}

/** Operators register anybody, all others themselves. */
function requireHand(claims: Claims, attendee: string): void {
  if (claims.attendee !== attendee) requireRole(claims, 'operator');
}

function keyOf({ live }: ApiParts, claims: Claims, { kind, id }: RegistrationScope): ScopeKey {
  const reach = kind === 'event' ? reachEvent : reachSession;
  return reach(live, claims, id).row.key;
}

function serveResource(app: OpenAPIHono<ApiEnv>, parts: ApiParts, resource: Resource): void {
  const { live, pipeline, history, cursors } = parts;
  const routes = routesOf(resource);
  const { kind } = resource;
  const scopeOf = (id: string): RegistrationScope => ({ kind: resource.scope, id });

  const find = async (claims: Claims, scope: RegistrationScope, attendee: string) => {
    const key = keyOf(parts, claims, scope);
    const tenant = live.registry.organization(claims.org)?.row.tenant ?? -1;
    return history.registration({ tenant, scope: key, kind, attendee });
  };

  const show = async (claims: Claims, scope: RegistrationScope, attendee: string) => {
    const row = await find(claims, scope, attendee);
    if (row === null) throw new ApiError('not_found');
    return { version: row.version, object: registrationObject(row, `${scope.kind}:${scope.id}`) };
  };

  app.openapi(routes.put, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = c.req.valid('param');
    requireHand(claims, attendee);
    const details = registrationDetails(c.req.valid('json'));
    if (details.at !== null) {
      requireRole(claims, 'operator');
      if (details.at > pipeline.now()) throw badParameter('at', 'must not lie in the future');
    }
    const scope = scopeOf(id);
    keyOf(parts, claims, scope);
    const keep = {
      type: 'registration',
      kind,
      scope,
      attendee,
      details,
      ifMatch: expectedVersion(c),
    } as const;
    await write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
    const { version, object } = await show(claims, scope, attendee);
    return c.json(object, version === 1 ? 201 : 200, etag(version));
  });

  app.openapi(routes.get, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = c.req.valid('param');
    requireSight(claims, attendee);
    const { version, object } = await show(claims, scopeOf(id), attendee);
    return c.json(object, 200, etag(version));
  });

  app.openapi(routes.delete, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = c.req.valid('param');
    requireHand(claims, attendee);
    const scope = scopeOf(id);
    keyOf(parts, claims, scope);
    const keep = {
      ...({ type: 'registration', kind, scope, attendee, details: null } as const),
      ifMatch: expectedVersion(c),
    };
    await write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
    return c.body(null, 204);
  });

  app.use(routes.list.getRoutingPath(), wholeList(app, columnsOf(RegistrationSchema)));
  app.openapi(routes.list, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const scope = scopeOf(c.req.valid('param').id);
    const { limit, cursor, attendee, ...span } = c.req.valid('query');
    checkSpan(span);
    const key = keyOf(parts, claims, scope);
    const list = `${kind}s ${key} ${JSON.stringify({ attendee, ...span })}`;
    const [at = 0, attendeeKey = 0] = cursor === undefined ? [] : cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { at, attendeeKey };
    const label = `${scope.kind}:${scope.id}`;
    if (attendee !== undefined) {
      const row = await find(claims, scope, attendee);
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = span;
      const fits = row !== null && row.at >= from && row.at < to;
      return answerList(c, { items: fits ? [registrationObject(row, label)] : [], nextCursor: null });
    }
    const rows = await history.registrations({ scope: key, kind, ...span, after, limit: limit + 1 });
    const last = rows[limit - 1];
    const nextCursor =
      last !== undefined && rows.length > limit ? cursors.write(list, [last.at, last.attendeeKey]) : null;
    const items = rows.slice(0, limit).map((row) => registrationObject(row, label));
    return answerList(c, { items, nextCursor });
  });
}

export function serveRegistrations(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  for (const resource of RESOURCES) serveResource(app, parts, resource);
}
