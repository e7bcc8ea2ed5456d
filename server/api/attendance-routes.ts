import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { History, OneOfPeople, PeopleOf } from '../../storage/types.ts';
import { type AttendedScope, attendanceNow } from '../figures/attendance-now.ts';
import type { Claims } from '../gateway/claims.ts';
import { listAnswer, REFUSALS } from './answers.ts';
import { AttendanceSchema, attendanceObject, type Known } from './attendance-objects.ts';
import { reachEvent, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, Page } from './parameters.ts';
import { answerList, wholeList } from './whole-lists.ts';

const YesOrNo = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
  .openapi({ type: 'boolean' });

const query = Page.extend({ attended: YesOrNo, registered: YesOrNo });

function routeOf(kind: PeopleOf['kind']) {
  const scope = kind === 'event' ? 'an event, or in one of its sessions' : 'a session';
  return createRoute({
    method: 'get',
    path: `/v1/${kind}s/{id}/attendees`,
    summary: `Everybody who was in ${scope}, is registered or has a bookmark, with their figures`,
    request: { params: IdParam, query },
    responses: { 200: listAnswer(AttendanceSchema, 'Attendees'), ...REFUSALS },
  });
}

function reachPeople({ live }: ApiParts, claims: Claims, kind: PeopleOf['kind'], id: string): AttendedScope {
  const { key } = (kind === 'session' ? reachSession : reachEvent)(live, claims, id).row;
  return { kind, key, sessions: live.registry.sessionsIn(key).map(({ row }) => row) };
}

interface Asking {
  readonly scope: AttendedScope;
  readonly people: readonly OneOfPeople[];
  /** Their keys. */
  readonly attendees: readonly number[];
  /** Log time that open slices last until, ms. */
  readonly now: number;
}

async function engagementOf(history: History, { scope, attendees }: Asking) {
  const keys = scope.sessions.map(({ key }) => key);
  const engagement = new Map<number, Record<string, number>>();
  for (const row of await history.engagementsByAttendee({ sessions: keys, attendees })) {
    const known = engagement.get(row.attendeeKey);
    engagement.set(row.attendeeKey, { ...known, [row.action]: row.count });
  }
  return engagement;
}

/** In order of the people. */
async function knownOf(history: History, asking: Asking): Promise<Known[]> {
  const { scope, people, attendees } = asking;
  const [rows, figures, engagement, registered] = await Promise.all([
    history.attendees(attendees),
    attendanceNow(history, scope, asking),
    engagementOf(history, asking),
    history.registered(scope, attendees),
  ]);
  const rowOf = new Map(rows.map((row) => [row.attendeeKey, row]));
  const registeredOf = new Map(registered.map((row) => [row.attendeeKey, row]));
  return people.flatMap(({ attendeeKey: key, attended }) => {
    const row = rowOf.get(key);
    const known = { attended, figures: figures.get(key), registered: registeredOf.get(key) };
    return row === undefined ? [] : [{ row, ...known, engagement: engagement.get(key) ?? {} }];
  });
}

function serveList(app: OpenAPIHono<ApiEnv>, parts: ApiParts, kind: PeopleOf['kind']): void {
  const { history, cursors, dataThrough } = parts;
  const route = routeOf(kind);
  app.use(route.getRoutingPath(), wholeList(app, columnsOf(AttendanceSchema)));
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const scope = reachPeople(parts, claims, kind, c.req.valid('param').id);
    const { limit, cursor, ...filter } = c.req.valid('query');
    const list = `attendees ${scope.key} ${JSON.stringify(filter)}`;
    const [after = 0] = cursors.read(list, cursor);
    const now = dataThrough();
    const found = await history.people({ of: scope, ...filter, after, limit: limit + 1 });
    const placeOf = (last: (typeof found)[number]) => [last.attendeeKey];
    const { page: people, nextCursor } = cursors.page(found, { list, limit, placeOf });
    const attendees = people.map(({ attendeeKey }) => attendeeKey);
    const known = await knownOf(history, { scope, people, attendees, now });
    return answerList(c, { items: known.map(attendanceObject), nextCursor });
  });
}

export function serveAttendance(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  serveList(app, parts, 'session');
  serveList(app, parts, 'event');
}
