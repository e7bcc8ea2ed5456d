import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type Summary, summarize } from '../figures/summary.ts';
import type { EventState, OrganizationState, SessionState } from '../live/registry.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { reachEvent, reachOrganization, reachSession, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { checkSpan } from './history-routes.ts';
import { IdParam, SpanQuery } from './parameters.ts';

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

function routeOf<Path extends string>(path: Path, what: string) {
  return createRoute({
    method: 'get',
    path,
    summary: `The figures of ${what} since it exists, or over a span`,
    request: { params: IdParam, query: SpanQuery },
    responses: { 200: jsonAnswer(SummarySchema, 'Summary'), ...REFUSALS },
  });
}

const sessionRoute = routeOf('/v1/sessions/{id}/summary', 'a session');
const eventRoute = routeOf('/v1/events/{id}/summary', 'an event');
const organizationRoute = routeOf(
  '/v1/organizations/{id}/summary',
  'an organization; attendees are distinct, all else adds up over its events,',
);

const iso = (time: number) => new Date(time).toISOString();
const isoOrNull = (time: number | undefined | null) =>
  time === undefined || time === null ? null : iso(time);

type Span = { readonly from?: number | undefined; readonly to?: number | undefined };

export function serveSummaries(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, pipeline, uncommittedMinutes } = parts;

  async function answer(state: SessionState | EventState | OrganizationState, span: Span) {
    checkSpan(span);
    const through = parts.dataThrough();
    const { from, to } = span;
    const summary: Summary = await summarize(
      { history, live, uncommitted: uncommittedMinutes, now: () => pipeline.now(), dataThrough: through },
      state,
      from === undefined && to === undefined ? undefined : { from: from ?? 0, to: to ?? through + 1 },
    );
    return {
      scope: `${state.scope.kind}:${state.row.id}`,
      ...told(span),
      dataThrough: iso(through),
      ...summary,
      peak: { value: summary.peak.value, at: isoOrNull(summary.peak.at) },
      countries: [...summary.countries],
    };
  }

  app.openapi(sessionRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const session = reachSession(live, claims, c.req.valid('param').id);
    return c.json(await answer(session, c.req.valid('query')), 200);
  });
  app.openapi(eventRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const event = reachEvent(live, claims, c.req.valid('param').id);
    return c.json(await answer(event, c.req.valid('query')), 200);
  });
  app.openapi(organizationRoute, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const organization = reachOrganization(live, claims, c.req.valid('param').id);
    const span = c.req.valid('query');
    if (organization !== undefined) return c.json(await answer(organization, span), 200);
    checkSpan(span);
    const untouched = { ...NOTHING, scope: `organization:${c.req.valid('param').id}` };
    return c.json({ ...untouched, ...told(span), dataThrough: iso(parts.dataThrough()) }, 200);
  });
}

const told = ({ from, to }: Span) => ({ from: isoOrNull(from), to: isoOrNull(to) });

const NO_MODE = { attendees: 0, views: 0, watchSeconds: 0, averageWatchSeconds: null, engagedMinutes: 0 };

/** Of an organization in which nothing has been done yet. */
const NOTHING = {
  attendees: 0,
  peak: { value: 0, at: null },
  byMode: { live: NO_MODE, onDemand: NO_MODE },
  engagement: {},
  countries: [],
};
