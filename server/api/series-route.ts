import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { DAY_MS, HOUR_MS } from '../durations.ts';
import { seriesOf } from '../figures/series.ts';
import type { SeriesPoint } from '../figures/series-point.ts';
import { countSteps, maxPoints } from '../figures/steps.ts';
import { formatScope } from '../protocol/ids.ts';
import { iso } from '../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { reachScope, requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ModeQuery, ScopeParam, SpanQuery, TimeZone } from './parameters.ts';
import { badParameter } from './problem.ts';

const Figure = z.number().nullable();

export const PointSchema = z
  .object({
    start: IsoTime,
    peak: Figure,
    peakAt: IsoTime.nullable(),
    average: Figure,
    minimum: Figure,
    joins: Figure,
    leaves: Figure,
    uniques: Figure,
    engagement: z.record(z.string(), z.number().int()).nullable(),
  })
  .openapi('SeriesPoint');

const SeriesSchema = z
  .object({
    scope: z.string(),
    step: z.enum(['second', 'minute', 'hour', 'day']),
    from: IsoTime,
    to: IsoTime,
    dataThrough: IsoTime,
    points: z.array(PointSchema),
  })
  .openapi('Series');

const route = createRoute({
  method: 'get',
  path: '/v1/series/{scope}',
  summary: 'The curve of a scope, a point for every step; nulls where the server was not there',
  request: {
    params: ScopeParam,
    query: SpanQuery.extend({
      step: z.enum(['second', 'minute', 'hour', 'day']).default('minute'),
      mode: ModeQuery,
      timezone: TimeZone.default('UTC'),
    }),
  },
  responses: { 200: jsonAnswer(SeriesSchema, 'Series'), ...REFUSALS },
});

const TRACKS = { live: 1, onDemand: 2 } as const;

/** One literal: a day has 1,440 of them. */
export function pointObject(point: SeriesPoint) {
  return {
    start: iso(point.start),
    peak: point.peak,
    peakAt: point.peakAt === null ? null : iso(point.peakAt),
    average: point.average === null ? null : Math.round(point.average * 1000) / 1000,
    minimum: point.minimum,
    joins: point.joins,
    leaves: point.leaves,
    uniques: point.uniques,
    engagement: point.engagement,
  };
}

export function serveSeries(
  app: OpenAPIHono<ApiEnv>,
  { live, history, pipeline, dataThrough, uncommittedMinutes }: ApiParts,
): void {
  app.openapi(route, async (c) => {
    const { scope } = c.req.valid('param');
    const { step, mode, timezone, ...span } = c.req.valid('query');
    const claims = c.get('claims');
    requireRole(claims, 'moderator');
    const key = reachScope(live, claims, scope);
    const to = span.to ?? pipeline.now();
    const from = span.from ?? (step === 'second' ? to - HOUR_MS : Math.floor((to - 1) / DAY_MS) * DAY_MS);
    if (from >= to) throw badParameter('from', 'must lie before to');
    if (countSteps(from, to, step) > maxPoints(step))
      throw badParameter('step', `would give more than ${maxPoints(step)} points`);
    const track = mode === undefined ? 0 : TRACKS[mode];
    const question = { scope: key, track, from, to, step, timeZone: timezone } as const;
    const points = await seriesOf(
      { history, live, uncommitted: uncommittedMinutes, now: () => pipeline.now() },
      question,
    );
    const answer = {
      scope: formatScope(scope),
      step,
      from: iso(from),
      to: iso(to),
      dataThrough: iso(dataThrough()),
    };
    return c.json({ ...answer, points: points.map(pointObject) }, 200);
  });
}
