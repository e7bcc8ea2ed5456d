import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { summarizeSession } from '../figures/session-summary.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { factsOf } from './history-routes.ts';
import { IdParam } from './parameters.ts';

const Count = z.number().int().min(0);

const ModeSummarySchema = z.object({
  attendees: Count,
  views: Count,
  watchSeconds: z.number(),
  averageWatchSeconds: z.number().nullable(),
  engagedMinutes: Count,
});

const RegistrationCounts = {
  registered: Count.openapi({ description: 'Are registered or have a bookmark' }),
  interested: Count.openapi({ description: 'Have a bookmark' }),
  noShows: Count.openapi({ description: 'Are registered or have a bookmark, and were never there' }),
};

const SummarySchema = z
  .object({
    scope: z.string(),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
    dataThrough: IsoTime,
    attendees: Count,
    ...RegistrationCounts,
    peak: z.object({ value: Count, at: IsoTime.nullable() }),
    byMode: z.object({ live: ModeSummarySchema, onDemand: ModeSummarySchema }),
    engagement: z.record(z.string(), Count),
    countries: z.array(z.object({ country: z.string(), attendees: Count })),
  })
  .openapi('Summary');

const summaryRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/summary',
  summary: 'The figures of a session since it exists',
  request: { params: IdParam },
  responses: { 200: jsonAnswer(SummarySchema, 'Summary'), ...REFUSALS },
});

const iso = (time: number) => new Date(time).toISOString();

export function serveFigures(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  app.openapi(summaryRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    const { key, id } = session.row;
    const through = dataThrough();
    const summary = await summarizeSession(history, key, factsOf(session, through));
    const totals = await history.engagementTotals({ session: key });
    const { peak, peakAt } = session.scope;
    const answer = {
      scope: `session:${id}`,
      from: null,
      to: null,
      dataThrough: iso(through),
      ...summary,
      ...(await history.registrationCounts({ kind: 'session', key })),
      peak: { value: peak, at: peakAt === null ? null : iso(peakAt) },
      engagement: Object.fromEntries(totals.map(({ action, count }) => [action, count])),
      countries: [...summary.countries],
    };
    return c.json(answer, 200);
  });
}
