import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AttendanceRow, AttendeeRow, History } from '../../storage/types.ts';
import { type AttendedScope, attendeesNow } from '../figures/attendance-now.ts';
import { IsoTime, listAnswer, REFUSALS } from './answers.ts';
import { reachEvent, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, Page } from './parameters.ts';
import { answerList, wholeList } from './whole-lists.ts';

const Count = z.number().int().min(0);

const PerMode = z.object({ live: z.number(), onDemand: z.number() });

const AttendeeSchema = z
  .object({
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    country: z.string(),
    watchSeconds: PerMode,
    engagedMinutes: PerMode,
    firstJoinedAt: IsoTime,
    lastSeenAt: IsoTime,
    slices: Count,
    engagement: z.record(z.string(), Count),
    registered: z.boolean(),
    attended: z.boolean(),
  })
  .openapi('SessionAttendee');

function routeOf<Path extends string>(path: Path, what: string) {
  return createRoute({
    method: 'get',
    path,
    summary: `Everybody who was in ${what}, with their figures`,
    request: { params: IdParam, query: Page },
    responses: { 200: listAnswer(AttendeeSchema, 'Attendees'), ...REFUSALS },
  });
}

const sessionRoute = routeOf('/v1/sessions/{id}/attendees', 'a session');
const eventRoute = routeOf('/v1/events/{id}/attendees', 'an event, once each');

const iso = (time: number) => new Date(time).toISOString();

interface Described {
  readonly row: AttendeeRow | undefined;
  readonly engagement: Readonly<Record<string, number>>;
}

function attendeeObject(figures: AttendanceRow, { row, engagement }: Described) {
  const { live, onDemand } = figures;
  return {
    attendee: row?.attendee ?? '',
    name: row?.name ?? null,
    email: row?.email ?? null,
    country: figures.country,
    watchSeconds: { live: live.watchMs / 1000, onDemand: onDemand.watchMs / 1000 },
    engagedMinutes: { live: live.engagedMinutes, onDemand: onDemand.engagedMinutes },
    firstJoinedAt: iso(figures.firstAt),
    lastSeenAt: iso(figures.lastAt),
    slices: figures.slices,
    engagement,
    registered: false,
    attended: true,
  };
}

/** Actions of each attendee, over all sessions of the scope. */
async function engagementOf(history: History, { sessions }: AttendedScope, attendees: readonly number[]) {
  const engagement = new Map<number, Record<string, number>>();
  for (const { key: session } of sessions) {
    for (const row of await history.engagementsByAttendee({ session, attendees })) {
      const known = engagement.get(row.attendeeKey) ?? {};
      engagement.set(row.attendeeKey, { ...known, [row.action]: (known[row.action] ?? 0) + row.count });
    }
  }
  return engagement;
}

async function attendeeObjects(history: History, scope: AttendedScope, page: readonly AttendanceRow[]) {
  const keys = page.map(({ attendeeKey }) => attendeeKey);
  const rows = new Map((await history.attendees(keys)).map((row) => [row.attendeeKey, row]));
  const engagement = await engagementOf(history, scope, keys);
  return page.map((figures) => {
    const { attendeeKey } = figures;
    return attendeeObject(figures, {
      row: rows.get(attendeeKey),
      engagement: engagement.get(attendeeKey) ?? {},
    });
  });
}

export function serveFigures(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
): void {
  async function listOf(scope: AttendedScope, { limit, cursor }: z.infer<typeof Page>) {
    const list = `attendees ${scope.key}`;
    const [afterAttendee = 0] = cursor === undefined ? [] : cursors.read(list, cursor);
    const page = { afterAttendee, limit, now: dataThrough() };
    const { items, next } = await attendeesNow(history, scope, page);
    const nextCursor = next === null ? null : cursors.write(list, [next]);
    return { items: await attendeeObjects(history, scope, items), nextCursor };
  }

  app.use(sessionRoute.getRoutingPath(), wholeList(app, columnsOf(AttendeeSchema)));
  app.openapi(sessionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { row } = reachSession(live, claims, c.req.valid('param').id);
    const scope = { key: row.key, kind: 'session', sessions: [row] } as const;
    return answerList(c, await listOf(scope, c.req.valid('query')));
  });

  app.use(eventRoute.getRoutingPath(), wholeList(app, columnsOf(AttendeeSchema)));
  app.openapi(eventRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const { row } = reachEvent(live, claims, c.req.valid('param').id);
    const sessions = live.registry.sessionsIn(row.key).map((session) => session.row);
    const scope = { key: row.key, kind: 'event', sessions } as const;
    return answerList(c, await listOf(scope, c.req.valid('query')));
  });
}
