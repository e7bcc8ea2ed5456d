import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { minuteZero } from '../figures/minute-by-minute.ts';
import { MINUTE_MS } from '../figures/minute-ranges.ts';
import type { Percentiles } from '../figures/percentiles.ts';
import { countRetentionPoints, type Retention, retentionOf } from '../figures/retention.ts';
import { type SpanQuestion, within } from '../figures/span-question.ts';
import { seconds } from '../figures/span-totals.ts';
import { maxPoints } from '../figures/steps.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { badParameter } from './problem.ts';
import { Count } from './span-objects.ts';
import { FiguresQuery, FRAME, frameOf, questionOf, reachFigures } from './span-question.ts';

const Seconds = z.number().nullable();

const RetentionSchema = z
  .object({
    ...FRAME,
    attendees: Count,
    stepSeconds: z.number().int(),
    staySeconds: z.object({
      p10: Seconds,
      p25: Seconds,
      p50: Seconds,
      p75: Seconds,
      p90: Seconds,
      p95: Seconds,
      mean: Seconds,
      computedFrom: z.string(),
    }),
    sinceJoin: z.object({
      computedFrom: z.string(),
      points: z.array(
        z
          .object({ seconds: z.number(), present: Count, known: Count, share: z.number() })
          .openapi('SinceJoinPoint'),
      ),
    }),
    sinceStart: z.object({
      computedFrom: z.string(),
      minuteZero: IsoTime.nullable(),
      points: z.array(
        z
          .object({
            start: IsoTime,
            seconds: z.number().nullable(),
            attendees: Count,
            share: z.number(),
            arrivals: Count,
            departures: Count,
          })
          .openapi('SinceStartPoint'),
      ),
    }),
  })
  .openapi('Retention');

const STAY_FROM =
  'Of each attendee, the length of the union of all [start, end] of slices in the sessions asked for, within the span; whoever is still there until dataThrough. Percentiles by the nearest rank.';

const SINCE_JOIN_FROM =
  'Attendees who were there so long after their own first join in the span (present), of those who joined at least so long before the end of what is known (known); share is the one by the other. Who came back counts again.';

const SINCE_START_FROM =
  'Attendees whose [start, end] touches the step; share of all attendees of the span; arrivals are first joins, departures last leaves. Seconds since minute zero, the minute of the first goLive; null where none is known.';

const routeOf = (resource: 'sessions' | 'events') =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/retention`,
    summary: 'How long attendees stayed, and when they came and left',
    request: {
      params: IdParam,
      query: FiguresQuery.extend({
        stepSeconds: z
          .string()
          .regex(/^\d{1,6}$/, 'must be a whole number')
          .transform(Number)
          .refine(
            (step) => step >= 60 && step <= 86_400 && step % 60 === 0,
            'must be whole minutes, up to a day',
          )
          .optional()
          .openapi({
            type: 'integer',
            description: 'By default the shortest that gives at most 1,000 points',
          }),
      }),
    },
    responses: { 200: jsonAnswer(RetentionSchema, 'Retention'), ...REFUSALS },
  });

const STEPS_MS = [1, 5, 15, 60, 360, 1440].map((minutes) => minutes * MINUTE_MS);
const NICE_POINTS = 1000;

/** @throws ApiError when there would be too many points. */
function stepOf(question: SpanQuestion, asked: number | undefined): number {
  if (asked === undefined) {
    const fitting = STEPS_MS.find((step) => countRetentionPoints(question, step) <= NICE_POINTS);
    return fitting ?? 1440 * MINUTE_MS;
  }
  const most = maxPoints('minute');
  if (countRetentionPoints(question, asked * 1000) > most)
    throw badParameter('stepSeconds', `would give more than ${most} points`);
  return asked * 1000;
}

/** With 4 decimals. */
function share(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000;
}

function stayObject({ mean, ...ranks }: Percentiles) {
  const inSeconds = (ms: number | null) => (ms === null ? null : seconds(ms));
  return {
    p10: inSeconds(ranks.p10),
    p25: inSeconds(ranks.p25),
    p50: inSeconds(ranks.p50),
    p75: inSeconds(ranks.p75),
    p90: inSeconds(ranks.p90),
    p95: inSeconds(ranks.p95),
    mean: inSeconds(mean),
    computedFrom: STAY_FROM,
  };
}

function retentionObject({ attendees, stayMs, sinceJoin, sinceStart }: Retention, zero: number | null) {
  return {
    attendees,
    staySeconds: stayObject(stayMs),
    sinceJoin: {
      computedFrom: SINCE_JOIN_FROM,
      points: sinceJoin.map(({ after, present, known }) => {
        return { seconds: seconds(after), present, known, share: share(present, known) };
      }),
    },
    sinceStart: {
      computedFrom: SINCE_START_FROM,
      minuteZero: isoOrNull(zero),
      points: sinceStart.map(({ start, ...point }) => ({
        start: iso(start),
        seconds: zero === null ? null : seconds(start - zero),
        share: share(point.attendees, attendees),
        ...point,
      })),
    },
  };
}

export function serveRetention(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  for (const [resource, kind] of [['sessions', 'session'] as const, ['events', 'event'] as const]) {
    app.openapi(routeOf(resource), async (c) => {
      const scope = { kind, id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const { stepSeconds, ...asked } = c.req.valid('query');
      const through = dataThrough();
      const { question } = questionOf(found, asked, through);
      const extent = await history.extent(question.sessions.map(({ key }) => key));
      const start = extent?.start ?? question.from;
      // Nothing before the first start and after the latest end, so that the span has an end to count points from.
      const bounded = within(question, { from: start, to: (extent?.end ?? through) + 1 });
      const span = extent === undefined ? { ...question, to: question.from } : bounded;
      const zero = minuteZero(question.sessions);
      const stepMs = stepOf(span, stepSeconds);
      const origin = zero ?? Math.floor(start / MINUTE_MS) * MINUTE_MS;
      const retention = await retentionOf(history, span, { stepMs, origin });
      const answer = {
        ...frameOf(found, asked, through),
        stepSeconds: stepMs / 1000,
        ...retentionObject(retention, zero),
      };
      return c.json(answer, 200);
    });
  }
}
