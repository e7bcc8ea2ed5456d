import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Claims } from '../gateway/claims.ts';
import { hashOfKey, newKeyText } from '../gateway/key-text.ts';
import type { ApiKey } from '../live/api-keys.ts';
import { organizationByKey, reachesKey } from '../live/keying.ts';
import { Id } from '../protocol/ids.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, listAnswer, MAKE_REFUSALS, REFUSALS, UNAVAILABLE } from './answers.ts';
import { actorOf, RANK, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { pageOfMade } from './made-lists.ts';
import { IdParam, Page, Time } from './parameters.ts';
import { ApiError, badParameter } from './problem.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const RoleSchema = z.enum(['attendee', 'moderator', 'operator', 'admin']);

const KeySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: RoleSchema,
    organization: z.string(),
    event: z.string().nullable(),
    createdAt: IsoTime,
    createdBy: z.string(),
    expiresAt: IsoTime.nullable(),
    lastUsedAt: IsoTime.nullable().openapi({ description: 'Known to other nodes after a minute at most' }),
  })
  .openapi('Key');

const NewKeySchema = KeySchema.omit({ lastUsedAt: true, createdBy: true })
  .extend({ key: z.string().openapi({ description: 'The key itself, shown this once' }) })
  .openapi('NewKey');

const Body = z.strictObject({
  name: z.string().trim().min(1).max(256),
  role: RoleSchema,
  organization: Id.optional(),
  event: Id.optional(),
  expiresAt: Time.nullish(),
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/keys',
  summary: 'The API keys of the organization and those below, in the order in which they were made',
  request: { query: Page },
  responses: {
    200: listAnswer(KeySchema, 'Keys that have not been deleted, expired ones among them'),
    ...REFUSALS,
  },
});

const postRoute = createRoute({
  method: 'post',
  path: '/v1/keys',
  summary:
    'Make an API key, at most of the own role; it works as Bearer wherever a token does, but not on sockets',
  request: { body: { content: { 'application/json': { schema: Body } }, required: true } },
  responses: {
    201: jsonAnswer(NewKeySchema, 'The key'),
    ...MAKE_REFUSALS,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/keys/{id}',
  summary: 'An API key, without its text',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(KeySchema, 'Key'), ...REFUSALS },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/keys/{id}',
  summary: 'Delete an API key: it is refused on every node at once',
  request: { params: IdParam },
  responses: { 204: { description: 'Deleted' }, ...REFUSALS, ...UNAVAILABLE },
});

export function serveKeys(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, keyUses, cursors } = parts;

  const organizationOf = ({ organization }: ApiKey) =>
    organizationByKey(live.registry, organization)?.row.id ?? '';

  const objectsOf = async (keys: readonly ApiKey[]) => {
    const stored = new Map((await history.keyUses(keys.map(({ id }) => id))).map(({ id, at }) => [id, at]));
    return keys.map((key) => {
      const { id, name, role, event, createdAt, createdBy, expiresAt } = key;
      return {
        ...{ id, name, role, organization: organizationOf(key), event, createdAt: iso(createdAt), createdBy },
        expiresAt: isoOrNull(expiresAt),
        lastUsedAt: isoOrNull(keyUses.lastUse(id, stored.get(id) ?? null)),
      };
    });
  };

  const reach = (claims: Claims, id: string): ApiKey => {
    const key = live.keys.find(id);
    if (key === undefined || !reachesKey(live.registry, claims, key)) throw new ApiError('not_found');
    return key;
  };

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(KeySchema)));
  app.openapi(listRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { limit, cursor } = c.req.valid('query');
    const list = `keys ${claims.org} ${claims.event ?? ''}`;
    const { page, nextCursor } = pageOfMade(cursors, live.keys.list(), {
      ...{ list, cursor, limit },
      madeOf: (key) => key,
      isListed: (key) => reachesKey(live.registry, claims, key),
    });
    return answerList(c, { items: await objectsOf(page), nextCursor });
  });

  app.openapi(postRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { name, role, organization, event, expiresAt = null } = c.req.valid('json');
    if (RANK[role] > RANK[claims.role])
      throw new ApiError('not_allowed', `a ${claims.role} cannot make a key of the role ${role}`);
    if (claims.event !== undefined && event !== undefined && event !== claims.event)
      throw new ApiError('not_allowed');
    if (expiresAt !== null && expiresAt <= pipeline.now())
      throw badParameter('expiresAt', 'must lie in the future');
    const { id, text } = newKeyText();
    await write(pipeline, {
      ...{ kind: 'putKey', actor: actorOf(claims), id, hash: hashOfKey(text).toString('hex') },
      ...{ name, role, organization, event, expiresAt },
    });
    const key = reach(claims, id);
    const { createdAt } = key;
    return c.json(
      {
        ...{ id, key: text, name, role, organization: organizationOf(key), event: key.event },
        ...{ createdAt: iso(createdAt), expiresAt: isoOrNull(expiresAt) },
      },
      201,
    );
  });

  app.openapi(getRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const [key] = await objectsOf([reach(claims, c.req.valid('param').id)]);
    if (key === undefined) throw new ApiError('not_found');
    return c.json(key, 200);
  });

  app.openapi(deleteRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'admin');
    const { id } = c.req.valid('param');
    await write(pipeline, { kind: 'deleteKey', actor: actorOf(claims), id });
    return c.body(null, 204);
  });
}
