import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { countriesOf } from '../figures/country-figures.ts';
import { REFUSALS, wholeListAnswer } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam } from './parameters.ts';
import { TOTALS } from './span-objects.ts';
import { FiguresQuery, FRAME, frameOf, questionOf, RESOURCES, reachFigures } from './span-question.ts';
import { answerList, wholeList } from './whole-lists.ts';

const CountrySchema = z.object({ country: z.string(), ...TOTALS }).openapi('CountryFigures');

const CountriesSchema = z
  .object({ ...FRAME, items: z.array(CountrySchema), nextCursor: z.null() })
  .openapi('Countries');

const DESCRIPTION = [
  'ISO 3166-1 alpha-2 or `unknown`, those with most attendees first, all on one page. An attendee belongs to the country of the first',
  'slice in the span, with all that they did in it, so countries add up to the whole.',
].join(' ');

const routeOf = (resource: keyof typeof RESOURCES) =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/countries`,
    summary: 'Figures by country',
    description: DESCRIPTION,
    request: { params: IdParam, query: FiguresQuery },
    responses: { 200: wholeListAnswer(CountriesSchema, 'Countries'), ...REFUSALS },
  });

export function serveCountries(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  for (const resource of Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]) {
    const route = routeOf(resource);
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(CountrySchema)));
    app.openapi(route, async (c) => {
      const scope = { kind: RESOURCES[resource], id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const asked = c.req.valid('query');
      const through = dataThrough();
      const { question } = questionOf(found, asked, through);
      const items = await countriesOf(history, question);
      return answerList(c, { ...frameOf(found, asked, through), items, nextCursor: null });
    });
  }
}
