import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AttendeeRow, History } from '../../storage/types.ts';
import { type AttendeeFigures, attendeeFigures, byAttendee } from '../figures/attendee-figures.ts';
import { summarizeSession } from '../figures/session-summary.ts';
import type { ScopeKey } from '../live/catalogue.ts';
import { IsoTime, jsonAnswer, listAnswer, REFUSALS } from './answers.ts';
import { reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { factsOf } from './history-routes.ts';
import { IdParam, Page } from './parameters.ts';
import { answerList, wholeList } from './whole-lists.ts';

const Count = z.number().int().min(0);

const ModeSummarySchema = z.object({
  attendees: Count,
  views: Count,
  watchSeconds: z.number(),
  averageWatchSeconds: z.number().nullable(),
  engagedMinutes: Count,
});

const SummarySchema = z
  .object({
    scope: z.string(),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
    dataThrough: IsoTime,
    attendees: Count,
    peak: z.object({ value: Count, at: IsoTime.nullable() }),
    byMode: z.object({ live: ModeSummarySchema, onDemand: ModeSummarySchema }),
    engagement: z.record(z.string(), Count),
    countries: z.array(z.object({ country: z.string(), attendees: Count })),
  })
  .openapi('Summary');

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

const summaryRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/summary',
  summary: 'The figures of a session since it exists',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(SummarySchema, 'Summary'), ...REFUSALS },
});

const attendeesRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/attendees',
  summary: 'Everybody who was in a session, with their figures',
  request: { params: IdParam, query: Page },
  responses: { 200: listAnswer(AttendeeSchema, 'Attendees'), ...REFUSALS },
});

const iso = (time: number) => new Date(time).toISOString();

function attendeeObject(
  figures: AttendeeFigures,
  row: AttendeeRow | undefined,
  engagement: Record<string, number>,
) {
  const { live, onDemand } = figures.byMode;
  return {
    attendee: figures.attendee,
    name: row?.name ?? null,
    email: row?.email ?? null,
    country: figures.country,
    watchSeconds: { live: live.watchMs / 1000, onDemand: onDemand.watchMs / 1000 },
    engagedMinutes: { live: live.engagedMinutes, onDemand: onDemand.engagedMinutes },
    firstJoinedAt: iso(figures.firstJoinedAt),
    lastSeenAt: iso(figures.lastSeenAt),
    slices: figures.slices,
    engagement,
    registered: false,
    attended: true,
  };
}

async function attendeeObjects(history: History, session: ScopeKey, page: readonly AttendeeFigures[]) {
  const keys = page.map(({ attendeeKey }) => attendeeKey);
  const rows = new Map((await history.attendees(keys)).map((row) => [row.attendeeKey, row]));
  const engagement = new Map<number, Record<string, number>>();
  for (const { attendeeKey, action, count } of await history.engagementsByAttendee({
    session,
    attendees: keys,
  })) {
    engagement.set(attendeeKey, { ...engagement.get(attendeeKey), [action]: count });
  }
  return page.map((figures) =>
    attendeeObject(figures, rows.get(figures.attendeeKey), engagement.get(figures.attendeeKey) ?? {}),
  );
}

export function serveFigures(
  app: OpenAPIHono<ApiEnv>,
  { live, history, composer, cursors, dataThrough }: ApiParts,
): void {
  app.openapi(summaryRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    const { key, id } = session.row;
    const through = dataThrough();
    const summary = await summarizeSession(history, key, factsOf(session, through));
    const totals = await history.engagementTotals({ session: key });
    const peak = composer.peakOf({ kind: 'session', id }, key);
    const answer = {
      scope: `session:${id}`,
      from: null,
      to: null,
      dataThrough: iso(through),
      ...summary,
      peak: { value: peak.value, at: peak.at === null ? null : iso(peak.at) },
      engagement: Object.fromEntries(totals.map(({ action, count }) => [action, count])),
      countries: [...summary.countries],
    };
    return c.json(answer, 200);
  });

  app.use(attendeesRoute.getRoutingPath(), wholeList(app, columnsOf(AttendeeSchema)));
  app.openapi(attendeesRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    const { limit, cursor } = c.req.valid('query');
    const { key } = session.row;
    const list = `attendees ${key}`;
    const [afterAttendee = 0] = cursor === undefined ? [] : cursors.read(list, cursor);
    const groups = byAttendee(
      await history.slicesByAttendee({ session: key, afterAttendee, limit: limit + 1 }),
    );
    const facts = factsOf(session, dataThrough());
    const page = groups.slice(0, limit).flatMap((slices) => attendeeFigures(slices, facts) ?? []);
    const last = groups[limit - 1]?.[0];
    const nextCursor =
      last !== undefined && groups.length > limit ? cursors.write(list, [last.attendeeKey]) : null;
    return answerList(c, { items: await attendeeObjects(history, key, page), nextCursor });
  });
}
