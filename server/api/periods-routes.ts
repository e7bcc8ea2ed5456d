import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { summaryChanges } from '../figures/change.ts';
import { periodSpans } from '../figures/periods.ts';
import { type Span, within } from '../figures/span-question.ts';
import { iso } from '../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { knownSummary } from './known-summary.ts';
import { IdParam, Time, TimeZone } from './parameters.ts';
import { badParameter } from './problem.ts';
import { ChangesSchema, SpanSummarySchema, summaryObject } from './span-objects.ts';
import { FiguresQuery, FRAME, frameOf, questionOf, RESOURCES, reachFigures } from './span-question.ts';

const PeriodSchema = z
  .object({ from: IsoTime, to: IsoTime, figures: SpanSummarySchema.nullable() })
  .openapi('Period');

const PERIODS = ['day', 'week', 'month', 'year'] as const;

const PeriodsSchema = z
  .object({
    ...FRAME,
    period: z.enum(PERIODS),
    timezone: z.string(),
    like: z.enum(['elapsed', 'whole']),
    current: PeriodSchema,
    previous: PeriodSchema,
    change: ChangesSchema,
  })
  .openapi('Periods');

const DESCRIPTION = [
  'The current day, week (from Monday), month or year up to now, or to `at`, against the one before: as much of it as has gone by of the',
  'current one (`like=elapsed`), or all of it (`like=whole`). In the time zone asked for, else that of the event or organization.',
].join(' ');

const routeOf = (resource: keyof typeof RESOURCES) =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/periods`,
    summary: 'The current period against the one before',
    description: DESCRIPTION,
    request: {
      params: IdParam,
      query: FiguresQuery.omit({ from: true, to: true }).extend({
        period: z.enum(PERIODS).default('week'),
        like: z.enum(['elapsed', 'whole']).default('elapsed'),
        timezone: TimeZone.optional(),
        at: Time.optional(),
      }),
    },
    responses: { 200: jsonAnswer(PeriodsSchema, 'Periods'), ...REFUSALS },
  });

export function servePeriods(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, dataThrough } = parts;
  for (const resource of Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]) {
    app.openapi(routeOf(resource), async (c) => {
      const scope = { kind: RESOURCES[resource], id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const { period, like, timezone = found.timeZone, at, ...asked } = c.req.valid('query');
      const through = dataThrough();
      if (at !== undefined && at > through) throw badParameter('at', 'must not lie after dataThrough');
      const spans = periodSpans({ period, timeZone: timezone, like, until: at ?? through });
      const { question, scope: key } = questionOf(found, asked, through);
      const summaryOf = (span: Span) => knownSummary(parts, { question: within(question, span), scope: key });
      const current = await summaryOf(spans.current);
      const previous = await summaryOf(spans.previous);
      const periodObject = ({ from, to }: Span, figures: typeof current) => {
        return { from: iso(from), to: iso(to), figures: summaryObject(figures) };
      };
      const answer = {
        ...frameOf(found, { from: spans.previous.from, to: spans.current.to }, through),
        ...{ period, timezone, like },
        current: periodObject(spans.current, current),
        previous: periodObject(spans.previous, previous),
        change: summaryChanges(current, previous),
      };
      return c.json(answer, 200);
    });
  }
}
