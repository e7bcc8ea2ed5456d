import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { checkScope } from '../check/check-scope.ts';
import { DAY_MS } from '../durations.ts';
import { iso, isoOrNull } from '../protocol/iso-time.ts';
import { IsoTime, jsonAnswer, REFUSALS } from './answers.ts';
import { requireRole } from './auth.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { ScopeParam, SpanQuery } from './parameters.ts';
import { badParameter } from './problem.ts';
import { frameOf, reachFigures } from './span-question.ts';

/** Slices are read again for all of it. */
const MAX_DAYS = 31;

const CheckSchema = z
  .object({
    scope: z.string(),
    from: IsoTime.nullable(),
    to: IsoTime.nullable(),
    dataThrough: IsoTime,
    ok: z.boolean(),
    count: z.number().int().min(0).openapi({ description: 'Of all differences' }),
    differences: z
      .array(
        z.object({
          figure: z.string(),
          at: IsoTime.nullable(),
          expected: z.number().nullable(),
          found: z.number().nullable(),
        }),
      )
      .openapi({ description: 'The first hundred' }),
    leftOut: z
      .array(z.enum(['purged', 'stale', 'moving']))
      .openapi({ description: 'Why some figures were not compared' }),
  })
  .openapi('Check');

const route = createRoute({
  method: 'get',
  path: '/v1/check/{scope}',
  summary:
    'Whether live, minutes, hours, days and sums are what slices and engagements give; a day by default',
  request: { params: ScopeParam, query: SpanQuery },
  responses: { 200: jsonAnswer(CheckSchema, 'Check'), ...REFUSALS },
});

export function serveCheck(app: OpenAPIHono<ApiEnv>, { live, history, series, dataThrough }: ApiParts): void {
  app.openapi(route, async (c) => {
    const claims = c.get('claims');
    requireRole(claims, 'operator');
    const { scope } = c.req.valid('param');
    const found = reachFigures(live, claims, scope);
    const through = dataThrough();
    const { to = through, from = to - DAY_MS } = c.req.valid('query');
    if (from >= to) throw badParameter('from', 'must lie before to');
    if (to - from > MAX_DAYS * DAY_MS)
      throw badParameter('from', `must lie at most ${MAX_DAYS} days before to`);
    const result = await checkScope({ history, live, series, dataThrough }, found.key, { from, to });
    const differences = result.differences.map(({ at, ...one }) => ({ ...one, at: isoOrNull(at) }));
    return c.json(
      {
        ...frameOf(found, result, through),
        dataThrough: iso(through),
        ok: result.count === 0,
        count: result.count,
        differences,
        leftOut: [...result.leftOut],
      },
      200,
    );
  });
}
