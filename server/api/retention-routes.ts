import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { countRetentionPoints, retentionOf } from '../figures/retention.ts';
import { niceRetentionStep, retentionSpan } from '../figures/retention-span.ts';
import type { SpanQuestion } from '../figures/span-question.ts';
import { maxPoints } from '../figures/steps.ts';
import { jsonAnswer, REFUSALS } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { IdParam } from './parameters.ts';
import { badParameter } from './problem.ts';
import { RETENTION, retentionObject } from './retention-objects.ts';
import { FiguresQuery, FRAME, frameOf, questionOf, reachFigures } from './span-question.ts';

const RetentionSchema = z.object({ ...FRAME, ...RETENTION }).openapi('Retention');

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

/** @throws ApiError when there would be too many points. */
function stepOf(question: SpanQuestion, asked: number | undefined): number {
  if (asked === undefined) return niceRetentionStep(question);
  const most = maxPoints('minute');
  if (countRetentionPoints(question, asked * 1000) > most)
    throw badParameter('stepSeconds', `would give more than ${most} points`);
  return asked * 1000;
}

export function serveRetention(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  for (const [resource, kind] of [['sessions', 'session'] as const, ['events', 'event'] as const]) {
    app.openapi(routeOf(resource), async (c) => {
      const scope = { kind, id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const { stepSeconds, ...asked } = c.req.valid('query');
      const through = dataThrough();
      const { question } = questionOf(found, asked, through);
      const { question: span, zero, origin } = await retentionSpan(history, question);
      const stepMs = stepOf(span, stepSeconds);
      const retention = await retentionOf(history, span, { stepMs, origin });
      const answer = {
        ...frameOf(found, asked, through),
        ...retentionObject(retention, { stepMs, zero }),
      };
      return c.json(answer, 200);
    });
  }
}
