import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import type { PeopleOf } from '../../storage/types.ts';
import type { Claims } from '../gateway/claims.ts';
import type { OrganizationState } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { jsonAnswer, jsonBody, listAnswer, REFUSALS, WRITE_REFUSALS } from './answers.ts';
import {
  AttendeeBody,
  AttendeeSchema,
  attendeeDetails,
  attendeeObject,
  Country,
  line,
} from './attendee-objects.ts';
import { actorOf, reachEvent, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, Page } from './parameters.ts';
import { refusePersonal } from './personal-fields.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { ApiError, badParameter } from './problem.ts';
import { peopleOfToken, reachAttendee } from './reach-attendee.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const putRoute = createRoute({
  method: 'put',
  path: '/v1/attendees/{id}',
  summary: 'Register or change a person; it replaces all that was known, what tokens say, too',
  description:
    'A person belongs to the organization that names it first, by this or by the token of a join. Not with a token that is limited to an event.',
  request: { params: IdParam, body: jsonBody(AttendeeBody) },
  responses: {
    200: jsonAnswer(AttendeeSchema, 'Changed'),
    201: jsonAnswer(AttendeeSchema, 'Registered'),
    ...WRITE_REFUSALS,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/attendees/{id}',
  summary: 'A person; attendees may see themselves',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(AttendeeSchema, 'Attendee'), ...REFUSALS },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/attendees',
  summary: 'The people of the organization and of those below it',
  request: {
    query: Page.extend({
      email: line(254).optional().openapi({ description: 'In any case' }),
      q: line(256).optional().openapi({ description: 'How the name begins, in any case' }),
      country: Country.optional(),
      event: Id.optional().openapi({
        description: 'Only who was in it, is registered or has a bookmark; for one of its sessions will do',
      }),
      session: Id.optional().openapi({ description: 'Only who was in it, is registered or has a bookmark' }),
    }),
  },
  responses: { 200: listAnswer(AttendeeSchema, 'Attendees'), ...REFUSALS },
});

interface Where {
  readonly event?: string | undefined;
  readonly session?: string | undefined;
}

/** Whose people are asked for; undefined: everybody. */
function peopleOf(
  parts: ApiParts,
  claims: Claims,
  own: OrganizationState,
  where: Where,
): PeopleOf | undefined {
  const event = where.event === undefined ? undefined : reachEvent(parts.live, claims, where.event);
  if (where.session !== undefined) {
    const session = reachSession(parts.live, claims, where.session);
    if (event !== undefined && session.event !== event)
      throw badParameter('session', 'is not a session of the event');
    return { kind: 'session', key: session.row.key };
  }
  return event === undefined ? peopleOfToken(parts, claims, own) : { kind: 'event', key: event.row.key };
}

export function serveAttendees(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, history, cursors } = parts;

  app.openapi(putRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    if (claims.event !== undefined)
      throw new ApiError('not_allowed', 'people belong to an organization, and the token to an event');
    const id = live.storedId(claims.org, c.req.valid('param').id);
    const details = attendeeDetails(c.req.valid('json'));
    refusePersonal(live, claims.org, details);
    const keep = { type: 'attendee', id, details, ifMatch: expectedVersion(c) } as const;
    await write(pipeline, { kind: 'keep', actor: actorOf(claims), keep });
    const { row, organization } = await reachAttendee(parts, claims, id);
    return c.json(attendeeObject(row, organization), row.version === 1 ? 201 : 200, etag(row.version));
  });

  app.openapi(getRoute, async (c) => {
    const { row, organization } = await reachAttendee(parts, c.get('claims'), c.req.valid('param').id);
    return c.json(attendeeObject(row, organization), 200, etag(row.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, columnsOf(AttendeeSchema)));
  app.openapi(listRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { limit, cursor, email, q, country, ...where } = c.req.valid('query');
    const own = live.registry.organization(claims.org);
    const of = own && peopleOf(parts, claims, own, where);
    const under = own === undefined ? [] : [...live.registry.organizationsUnder(own)];
    const ids = new Map(under.map(({ row }) => [row.key, row.id]));
    const filter = { of, email, name: q, country };
    const list = `people ${own?.row.key} ${JSON.stringify(filter)}`;
    const [organization = 0, key = 0] = cursors.read(list, cursor);
    const after = { organization, key };
    const organizations = [...ids.keys()];
    const rows = await history.attendeeList({ organizations, ...filter, after, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, {
      list,
      limit,
      placeOf: (last) => [last.organization, last.key],
    });
    const items = page.map((row) => attendeeObject(row, ids.get(row.organization) ?? ''));
    return answerList(c, { items, nextCursor });
  });
}
