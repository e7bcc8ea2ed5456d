import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Claims } from '../gateway/claims.ts';
import type { EventState, Registry } from '../live/registry.ts';
import { Id } from '../protocol/ids.ts';
import { withoutRecipients } from '../reports/event-report/recipients.ts';
import {
  CONFLICTS,
  DELETED,
  DELETION,
  jsonAnswer,
  jsonBody,
  listAnswer,
  REFUSALS,
  WRITE_REFUSALS,
} from './answers.ts';
import { actorOf, RANK, reachEvent, requireRole } from './auth.ts';
import { EVENT_COLUMNS, EventBody, eventDetails, eventObject } from './catalogue-objects.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { writeDeletion } from './deletions.ts';
import { checkSpan } from './history-routes.ts';
import { pageOf } from './pages.ts';
import { IdParam, Page, PurgeQuery, SpanQuery } from './parameters.ts';
import { etag, expectedVersion } from './preconditions.ts';
import { ApiError } from './problem.ts';
import { answerList, wholeList } from './whole-lists.ts';
import { write } from './write.ts';

const EventSchema = z.object({ id: z.string(), title: z.string() }).loose().openapi('Event');
const putEventRoute = createRoute({
  method: 'put',
  path: '/v1/events/{id}',
  summary: 'Register or change an event',
  request: { params: IdParam, body: jsonBody(EventBody) },
  responses: {
    200: jsonAnswer(EventSchema, 'Changed'),
    201: jsonAnswer(EventSchema, 'Registered'),
    ...WRITE_REFUSALS,
  },
});

const getEventRoute = createRoute({
  method: 'get',
  path: '/v1/events/{id}',
  summary: 'An event',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(EventSchema, 'Event'), ...REFUSALS },
});

const listRoute = createRoute({
  method: 'get',
  path: '/v1/events',
  summary: 'The events of the token’s organization and of all below it, in the order in which they were made',
  request: {
    query: Page.extend(SpanQuery.shape).extend({
      organization: Id.optional().openapi({ description: 'Of this one and all below it only' }),
      shortCode: z.string().max(64).optional(),
    }),
  },
  responses: {
    200: listAnswer(EventSchema, 'Events; with from or to those that touch the span'),
    ...REFUSALS,
  },
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/v1/events/{id}',
  summary: 'Delete an event with its sessions',
  description: DELETION,
  request: { params: IdParam, query: PurgeQuery },
  responses: { ...DELETED, ...REFUSALS, ...CONFLICTS },
});

const actionRoute = createRoute({
  method: 'post',
  path: '/v1/events/{id}/actions',
  summary: 'End an event: each of its sessions that is live by action ends',
  request: { params: IdParam, body: jsonBody(z.strictObject({ action: z.enum(['end']) })) },
  responses: {
    200: jsonAnswer(EventSchema, 'The event afterwards'),
    ...WRITE_REFUSALS,
  },
});

interface EventFilter {
  readonly organization?: string | undefined;
  readonly shortCode?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Of one whose times nobody knows it cannot be said that it touches a span. */
export function touches({ row }: EventState, { from, to }: Pick<EventFilter, 'from' | 'to'>): boolean {
  if (from === undefined && to === undefined) return true;
  const start = row.details.startsAt ?? row.details.endsAt;
  const end = row.details.endsAt ?? row.details.startsAt;
  if (start === null || end === null) return false;
  return (to === undefined || start < to) && (from === undefined || end >= from);
}

/** @throws ApiError `not_found` for an organization out of reach. */
function* eventsFor(
  registry: Registry,
  claims: Claims,
  filter: EventFilter & { readonly after: number },
): Generator<EventState> {
  const { organization: id = claims.org, shortCode, after } = filter;
  const organization = registry.organization(id);
  const own = id === claims.org;
  if (!own && (organization === undefined || !registry.reachesOrganization(claims.org, organization)))
    throw new ApiError('not_found');
  if (organization === undefined) return;
  const named = shortCode === undefined ? undefined : registry.eventByShortCode(organization, shortCode);
  const candidates = shortCode === undefined ? registry.eventsUnder(organization, after) : [named];
  for (const event of candidates) {
    if (event === undefined || event.row.key <= after || !touches(event, filter)) continue;
    const isUnder = registry.reachesOrganization(id, event.organization);
    if (isUnder && registry.reaches(claims, event)) yield event;
  }
}

export function serveEvents(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline, cursors } = parts;

  app.openapi(putEventRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { id } = c.req.valid('param');
    const event = c.req.valid('json');
    const { organization } = event;
    await write(pipeline, {
      kind: 'putEvent',
      actor: actorOf(claims),
      id,
      organization,
      details: eventDetails(id, event),
      ifMatch: expectedVersion(c),
    });
    const state = reachEvent(live, claims, id);
    return c.json(eventObject(state), state.row.version === 1 ? 201 : 200, etag(state.row.version));
  });

  app.openapi(getEventRoute, (c) => {
    const claims = c.get('claims');
    const state = reachEvent(live, claims, c.req.valid('param').id);
    const event = eventObject(state);
    const isStaff = RANK[claims.role] >= RANK.moderator;
    const shown = isStaff ? event : { ...event, metadata: withoutRecipients(event.metadata) };
    return c.json(shown, 200, etag(state.row.version));
  });

  app.use(listRoute.getRoutingPath(), wholeList(app, EVENT_COLUMNS));
  app.openapi(listRoute, (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { limit, cursor, ...filter } = c.req.valid('query');
    checkSpan(filter);
    const list = `events for ${claims.org} ${claims.event ?? ''} ${JSON.stringify(filter)}`;
    const [after = 0] = cursors.read(list, cursor);
    const { items, next } = pageOf(eventsFor(live.registry, claims, { ...filter, after }), limit);
    const nextCursor = next === null ? null : cursors.write(list, [next]);
    return answerList(c, { items: items.map(eventObject), nextCursor });
  });

  app.openapi(deleteRoute, async (c) => {
    requireRole(c.get('claims'), 'operator');
    const { id } = c.req.valid('param');
    await writeDeletion(c, pipeline, { kind: 'deleteEvent', id, ...c.req.valid('query') });
    return c.body(null, 204);
  });

  app.openapi(actionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { id } = c.req.valid('param');
    const { action } = c.req.valid('json');
    await write(pipeline, { kind: 'eventAction', actor: actorOf(claims), event: id, action });
    const state = reachEvent(live, claims, id);
    return c.json(eventObject(state), 200, etag(state.row.version));
  });
}
