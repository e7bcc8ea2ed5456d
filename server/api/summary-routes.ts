import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { summarize, summarizeIn } from '../figures/summary.ts';
import type { Claims } from '../gateway/claims.ts';
import type { ParsedScope } from '../protocol/ids.ts';
import { isoOrNull } from '../protocol/iso-time.ts';
import { Count, IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam, SpanQuery } from './parameters.ts';
import { frameOf, questionOf, reachFigures } from './span-question.ts';

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

export const PeopleSummarySchema = SummarySchema.extend({
  registered: Count.openapi({ description: 'Are registered or have a bookmark' }),
  interested: Count.openapi({ description: 'Have a bookmark' }),
  noShows: Count.openapi({ description: 'Are registered or have a bookmark, and were never there' }),
}).openapi('SummaryOfPeople');

function routeOf<Path extends string, Schema extends z.ZodType>(path: Path, what: string, schema: Schema) {
  return createRoute({
    method: 'get',
    path,
    summary: `The figures of ${what} since it exists, or over a span`,
    request: { params: IdParam, query: SpanQuery },
    responses: { 200: jsonAnswer(schema, 'Summary'), ...REFUSALS },
  });
}

const sessionRoute = routeOf('/v1/sessions/{id}/summary', 'a session', PeopleSummarySchema);
const eventRoute = routeOf('/v1/events/{id}/summary', 'an event', PeopleSummarySchema);
const organizationRoute = routeOf(
  '/v1/organizations/{id}/summary',
  'an organization; attendees are distinct, all else adds up over its events,',
  SummarySchema,
);

export function serveSummaries(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  async function answer(claims: Claims, scope: ParsedScope, span: z.infer<typeof SpanQuery>) {
    const found = reachFigures(live, claims, scope);
    const state = live.registry.byKey(found.key);
    const through = dataThrough();
    const isWhole = span.from === undefined && span.to === undefined;
    const asked = questionOf(found, span, through);
    const summary =
      isWhole && state !== undefined
        ? await summarize({ history, live, dataThrough: through }, state)
        : await summarizeIn(history, asked.question, asked.scope);
    return {
      ...frameOf(found, span, through),
      ...summary,
      peak: { value: summary.peak.value, at: isoOrNull(summary.peak.at) },
      countries: [...summary.countries],
    };
  }

  /** Registrations are not by span. */
  const answerWithPeople = async (...asked: Parameters<typeof answer>) => {
    const [claims, scope] = asked;
    const { key } = reachFigures(live, claims, scope);
    return { ...(await answer(...asked)), ...(await history.registrationCounts(key)) };
  };

  app.openapi(sessionRoute, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(
      await answerWithPeople(c.get('claims'), { kind: 'session', id }, c.req.valid('query')),
      200,
    );
  });
  app.openapi(eventRoute, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await answerWithPeople(c.get('claims'), { kind: 'event', id }, c.req.valid('query')), 200);
  });
  app.openapi(organizationRoute, async (c) => {
    const { id } = c.req.valid('param');
    return c.json(await answer(c.get('claims'), { kind: 'organization', id }, c.req.valid('query')), 200);
  });
}
