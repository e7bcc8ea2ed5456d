import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { HOUR_MS } from '../durations.ts';
import { countPeriods, type Period, periodAfter, periodsIn } from '../figures/calendar.ts';
import { isAlive } from '../figures/series.ts';
import { countSteps, maxPoints, type StepSpan, stepsOf } from '../figures/steps.ts';
import { type UsageStep, usageBySteps, usageOfSpan } from '../figures/usage.ts';
import { iso } from '../protocol/iso-time.ts';
import { IsoTime, REFUSALS, wholeListAnswer } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { runsIn } from './known-summary.ts';
import { IdParam, Page, TimeZone } from './parameters.ts';
import { badParameter } from './problem.ts';
import { PeakSchema, peakObject, TOTALS, TotalsSchema } from './span-objects.ts';
import {
  FiguresQuery,
  FRAME,
  frameOf,
  listName,
  questionOf,
  RESOURCES,
  reachFigures,
} from './span-question.ts';
import { answerList, wholeList } from './whole-lists.ts';

const ByKind = z.object({ stage: TotalsSchema, networking: TotalsSchema });

const UsageFigures = z.object({ ...TOTALS, peak: PeakSchema, byKind: ByKind }).openapi('UsageFigures');

const UsageStepSchema = z
  .object({
    start: IsoTime,
    end: IsoTime,
    figures: UsageFigures.nullable().openapi({
      description: 'Null where the server was not there and nothing was imported',
    }),
  })
  .openapi('UsageStep');

const STEPS = ['hour', 'day', 'week', 'month', 'year'] as const;
type UsageStepName = (typeof STEPS)[number];

const UsageSchema = z
  .object({
    ...FRAME,
    step: z.enum(STEPS),
    timezone: z.string(),
    totals: z
      .object({ ...TOTALS, byKind: ByKind })
      .nullable()
      .openapi({
        description: 'Over the whole span, where everybody counts once; on the first page only',
      }),
    items: z.array(UsageStepSchema),
    nextCursor: z.string().nullable(),
  })
  .openapi('Usage');

const DESCRIPTION = [
  'Hours, days, weeks (from Monday), months or years of the time zone asked for, else that of the event or organization. A step that',
  'the span cuts has the figures of the part within. Attendees are distinct in each step, so they do not add up. By kind: `networking`',
  'sessions, and as `stage` all others but lobbies; who was in both counts in both. Without `from`: the last 30 days (24 hours by hour).',
].join(' ');

const routeOf = (resource: keyof typeof RESOURCES) =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/usage`,
    summary: 'Usage step by step',
    description: DESCRIPTION,
    request: {
      params: IdParam,
      query: FiguresQuery.extend(Page.shape).extend({
        step: z.enum(STEPS).default('day'),
        timezone: TimeZone.optional(),
      }),
    },
    responses: { 200: wholeListAnswer(UsageSchema, 'Usage'), ...REFUSALS },
  });

/** So many steps are answered where no `from` is given. */
const DEFAULT_STEPS: Readonly<Record<UsageStepName, number>> = {
  hour: 24,
  day: 30,
  week: 12,
  month: 12,
  year: 5,
};

function defaultFrom(to: number, step: UsageStepName, timeZone: string): number {
  const back = 1 - DEFAULT_STEPS[step];
  if (step === 'hour') return Math.floor((to - 1) / HOUR_MS + back) * HOUR_MS;
  return periodAfter(to - 1, step satisfies Period, timeZone, back);
}

function stepsIn(from: number, to: number, step: UsageStepName, timeZone: string): StepSpan[] {
  const count = step === 'hour' ? countSteps(from, to, step) : countPeriods(from, to, step);
  const most = maxPoints('day');
  if (count > most) throw badParameter('step', `would give more than ${most} points`);
  return step === 'hour' ? stepsOf(from, to, step, timeZone) : periodsIn(from, to, step, timeZone);
}

function stepObject({ start, end, isTouched, peak, ...figures }: UsageStep, isKnown: boolean) {
  return {
    start: iso(start),
    end: iso(end),
    figures: isTouched || isKnown ? { ...figures, peak: peakObject(peak) } : null,
  };
}

const COLUMNS = [['start'], ['end'], ...columnsOf(UsageFigures).map((path) => ['figures', ...path])];

export function serveUsage(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, cursors, dataThrough } = parts;
  for (const resource of Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]) {
    const route = routeOf(resource);
    app.use(route.getRoutingPath(), wholeList(app, COLUMNS));
    app.openapi(route, async (c) => {
      const scope = { kind: RESOURCES[resource], id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const { limit, cursor, step, timezone = found.timeZone, ...asked } = c.req.valid('query');
      const list = listName('usage', found, { step, timezone, ...asked });
      const [index = 0, through = dataThrough()] = cursors.read(list, cursor);
      const to = Math.min(asked.to ?? through + 1, through + 1);
      const from = asked.from ?? defaultFrom(to, step, timezone);
      const { question, scope: key } = questionOf(found, { ...asked, from }, through);
      const steps = stepsIn(from, question.to, step, timezone);
      const page = steps.slice(index, index + limit);
      const span = { from: page[0]?.start ?? from, to: page.at(-1)?.end ?? to };
      // First the runs: slices may be ahead of them, never behind.
      const runs = await runsIn(parts, { ...span, scope: key });
      const usage = await usageBySteps(history, question, { steps: page, scope: key });
      const nextCursor = index + limit < steps.length ? cursors.write(list, [index + limit, through]) : null;
      return answerList(c, {
        ...frameOf(found, { ...asked, from }, through),
        step,
        timezone,
        totals: cursor === undefined ? await usageOfSpan(history, question) : null,
        items: usage.map((ofStep) => stepObject(ofStep, isAlive(runs, ofStep))),
        nextCursor,
      });
    });
  }
}
