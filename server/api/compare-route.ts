import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { summaryChanges } from '../figures/change.ts';
import { iso } from '../protocol/iso-time.ts';
import { jsonAnswer, REFUSALS } from './answers.ts';
import { type ComparedScope, ComparedScopeQuery } from './compared-scope.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { knownSummary } from './known-summary.ts';
import { badParameter } from './problem.ts';
import { ChangesSchema, SpanSummarySchema, summaryObject } from './span-objects.ts';
import { FiguresQuery, FRAME, frameOf, questionOf, reachFigures } from './span-question.ts';

const SideSchema = z
  .object({
    ...FRAME,
    figures: SpanSummarySchema.nullable().openapi({
      description: 'Null where the server was not there and nothing was imported',
    }),
  })
  .openapi('ComparedSide');

const CompareSchema = z
  .object({ dataThrough: FRAME.dataThrough, a: SideSchema, b: SideSchema, change: ChangesSchema })
  .openapi('Compared');

const route = createRoute({
  method: 'get',
  path: '/v1/compare',
  summary: 'Two scopes or spans side by side',
  description: '`change` is what became of the figures of `b` in `a`.',
  request: {
    query: FiguresQuery.omit({ from: true, to: true }).extend({
      a: ComparedScopeQuery,
      b: ComparedScopeQuery,
    }),
  },
  responses: { 200: jsonAnswer(CompareSchema, 'Both'), ...REFUSALS },
});

export function serveCompare(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, dataThrough } = parts;
  app.openapi(route, async (c) => {
    const { a, b, ...asked } = c.req.valid('query');
    const through = dataThrough();
    const sideOf = async (name: string, { scope, ...span }: ComparedScope) => {
      const found = reachFigures(live, c.get('claims'), scope);
      if (span.from !== undefined && span.to !== undefined && span.from >= span.to)
        throw badParameter(name, 'from must lie before to');
      const summary = await knownSummary(parts, questionOf(found, { ...asked, ...span }, through));
      return { summary, side: { ...frameOf(found, span, through), figures: summaryObject(summary) } };
    };
    const first = await sideOf('a', a);
    const second = await sideOf('b', b);
    const change = summaryChanges(first.summary, second.summary);
    return c.json({ dataThrough: iso(through), a: first.side, b: second.side, change }, 200);
  });
}
