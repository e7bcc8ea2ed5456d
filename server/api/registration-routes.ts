import type { OpenAPIHono } from '@hono/zod-openapi';
import type { RegistrationFilter, RegistrationRow } from '../../storage/types.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import type { KeepRegistration, RegistrationKind, RegistrationScope } from '../live/keeping.ts';
import { isErasedId } from '../live/pseudonyms.ts';
import { formatScope } from '../protocol/ids.ts';
import { actorOf, reachEvent, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { checkSpan } from './history-routes.ts';
import { refusePersonal } from './personal-fields.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { ApiError, badParameter } from './problem.ts';
import { filterIn, requireSight, storedIn } from './reach-attendee.ts';
import { RegistrationSchema, registrationDetails, registrationObject } from './registration-objects.ts';
import { RESOURCES, type Resource, routesOf } from './registration-resources.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

/** Operators register anybody, all others themselves. */
function requireHand(claims: Claims, attendee: string): void {
  if (claims.attendee !== attendee) requireRole(claims, 'operator');
}

/** A kind of registration of one event or session, which the token reaches. */
interface Target {
  readonly claims: Claims;
  readonly kind: RegistrationKind;
  readonly scope: RegistrationScope;
  readonly key: ScopeKey;
}

/** @throws ApiError `not_found` for an event or session that is not there for the token. */
function targetOf({ live }: ApiParts, { scope, kind }: Resource, claims: Claims, id: string): Target {
  const reach = scope === 'event' ? reachEvent : reachSession;
  return { claims, kind, scope: { kind: scope, id }, key: reach(live, claims, id).row.key };
}

async function find({ live, history }: ApiParts, { claims, kind, key }: Target, attendee: string) {
  if (isErasedId(attendee)) return null;
  const tenant = live.registry.organization(claims.org)?.row.tenant ?? -1;
  return history.registration({ tenant, scope: key, kind, attendee });
}

const objectOf = ({ scope }: Target, row: RegistrationRow) => registrationObject(row, formatScope(scope));

async function show(parts: ApiParts, target: Target, attendee: string) {
  const row = await find(parts, target, attendee);
  if (row === null) throw new ApiError('not_found');
  return { version: row.version, object: objectOf(target, row) };
}

type Wanted = Pick<KeepRegistration, 'attendee' | 'details' | 'ifMatch'>;

function keep({ pipeline }: ApiParts, { claims, kind, scope }: Target, wanted: Wanted): Promise<void> {
  const keep = { type: 'registration', kind, scope, ...wanted } as const;
  return write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
}

function serveOne(app: OpenAPIHono<ApiEnv>, parts: ApiParts, resource: Resource): void {
  const routes = routesOf(resource);

  app.openapi(routes.put, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = storedIn(parts, claims, c.req.valid('param'));
    requireHand(claims, attendee);
    const details = registrationDetails(c.req.valid('json'));
    refusePersonal(parts.live, claims.org, details);
    if (details.at !== null) {
      requireRole(claims, 'operator');
      if (details.at > parts.pipeline.now()) throw badParameter('at', 'must not lie in the future');
    }
    const target = targetOf(parts, resource, claims, id);
    await keep(parts, target, { attendee, details, ifMatch: expectedVersion(c) });
    const { version, object } = await show(parts, target, attendee);
    return c.json(object, version === 1 ? 201 : 200, etag(version));
  });

  app.openapi(routes.get, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = storedIn(parts, claims, c.req.valid('param'));
    requireSight(claims, attendee);
    const { version, object } = await show(parts, targetOf(parts, resource, claims, id), attendee);
    return c.json(object, 200, etag(version));
  });

  app.openapi(routes.delete, async (c) => {
    const claims = c.get('claims');
    const { id, attendee } = storedIn(parts, claims, c.req.valid('param'));
    requireHand(claims, attendee);
    const target = targetOf(parts, resource, claims, id);
    await keep(parts, target, { attendee, details: null, ifMatch: expectedVersion(c) });
    return c.body(null, 204);
  });
}

interface Filter {
  readonly attendee?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

type After = RegistrationFilter['after'];

/** All that fits, `limit` of them at most. */
async function listOf(
  parts: ApiParts,
  target: Target,
  filter: Filter,
  page: { after: After; limit: number },
) {
  const { attendee, from, to } = filter;
  const { kind, key } = target;
  if (attendee === undefined) return parts.history.registrations({ scope: key, kind, from, to, ...page });
  const row = await find(parts, target, attendee);
  return row !== null && row.at >= (from ?? row.at) && row.at < (to ?? Infinity) ? [row] : [];
}

function serveList(app: OpenAPIHono<ApiEnv>, parts: ApiParts, resource: Resource): void {
  const { cursors } = parts;
  const route = routesOf(resource).list;
  app.use(route.getRoutingPath(), wholeList(app, columnsOf(RegistrationSchema)));
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { limit, cursor, ...filter } = filterIn(parts, claims, c.req.valid('query'));
    checkSpan(filter);
    const target = targetOf(parts, resource, claims, c.req.valid('param').id);
    const list = `${target.kind}s ${target.key} ${JSON.stringify(filter)}`;
    const [at = 0, attendeeKey = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { at, attendeeKey };
    const rows = await listOf(parts, target, filter, { after, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, {
      list,
      limit,
      placeOf: (last) => [last.at, last.attendeeKey],
    });
    return answerList(c, { items: page.map((row) => objectOf(target, row)), nextCursor });
  });
}

export function serveRegistrations(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  for (const resource of RESOURCES) {
    serveOne(app, parts, resource);
    serveList(app, parts, resource);
  }
}
