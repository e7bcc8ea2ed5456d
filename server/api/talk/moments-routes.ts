import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { momentsOf } from '../../figures/talk/told-moments.ts';
import { jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import { FRAME } from '../span-question.ts';
import { MOMENTS, momentsObject } from './moment-objects.ts';
import { reachTalk, seriesParts, spanOf, whole } from './talk-scope.ts';

const MomentsSchema = z.object({ ...FRAME, ...MOMENTS }).openapi('Moments');

const Window = z
  .enum(['60', '120', '180', '240', '300', '600', '900', '1800', '3600'])
  .default('60')
  .transform(Number)
  .openapi({ type: 'integer', enum: [60, 120, 180, 240, 300, 600, 900, 1800, 3600], default: 60 });

const DESCRIPTION = [
  'Windows in which chat, reactions, questions, polls and joins stood out most against what is usual for the span and its',
  'audience; they do not overlap. `computedFrom` has the formula, `signals` what came of it. `startMinute` and `endMinute` (the',
  'last one) count from the first goLive. `positionSeconds` is the place in the replay, seconds since goLive. Highlights are the',
  'messages and questions of the window that most people reacted to.',
].join(' ');

export function serveMoments(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, dataThrough } = parts;

  for (const resource of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/moments`,
      summary: 'The top moments, best first',
      description: DESCRIPTION,
      request: { params: IdParam, query: SpanQuery.extend({ limit: whole(1, 20, 5), window: Window }) },
      responses: { 200: jsonAnswer(MomentsSchema, 'Moments'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, window, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const question = { scope: found.key, ...span, from: span.from ?? 0, size: window / 60, limit };
      const told = await momentsOf(seriesParts(parts), question);
      return c.json({ ...frame, ...momentsObject(found, told, question.size) }, 200);
    });
  }
}
