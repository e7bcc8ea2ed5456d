import type { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { touches } from '../../../api/event-routes.ts';
import { badParameter } from '../../../api/problem.ts';
import { DAY_MS } from '../../../durations.ts';
import { timeZoneOf } from '../../../live/inheritance.ts';
import { AnalyticsQuery, readQuery, wholeNumber, YesOrNo } from '../parameters.ts';
import { reachCompany, reachSequelEvent } from '../reach.ts';
import { checkOrder, endOf, startOf } from '../span.ts';
import { eventInCompany } from './event-objects.ts';

/** Days up to now, by the filter that asks for them. */
const PRESETS = { lastDay: 1, last7days: 7, last30days: 30 } as const;

const Query = AnalyticsQuery.pick({ startDate: true, endDate: true, includeSubCompanies: true }).extend({
  lastDay: YesOrNo.default(false),
  last7days: YesOrNo.default(false),
  last30days: YesOrNo.default(false),
});

interface Filter {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** @throws ApiError 400 for presets that come together, or with dates, and for dates turned round. */
function filterOf(query: z.infer<typeof Query>, timeZone: string, now: number): Filter {
  const { startDate, endDate, ...given } = query;
  const presets = Object.entries(PRESETS).filter(([name]) => given[name as keyof typeof PRESETS]);
  const isByDate = startDate !== undefined || endDate !== undefined;
  if (presets.length + Number(isByDate) > 1)
    throw badParameter(presets[0]?.[0] ?? '', 'excludes the others of its kind, and dates');
  const [preset] = presets;
  if (preset !== undefined) return { from: now - preset[1] * DAY_MS, to: now + 1 };
  const from = startDate === undefined ? undefined : startOf(startDate, timeZone);
  const to = endDate === undefined ? undefined : endOf(endDate, timeZone);
  if (from !== undefined && to !== undefined) checkOrder(from, to, endDate);
  return { from, to };
}

/** S20: the events of a company. */
export function serveCompanyEvents(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { live, pipeline } = parts;

  app.get('/api/v1/company/:companyId/events', (c) => {
    const company = reachCompany(parts, c.get('claims'), c.req.param('companyId'));
    const query = readQuery(c, Query);
    const filter = filterOf(query, timeZoneOf(company), pipeline.now());
    const events = query.includeSubCompanies ? live.registry.eventsUnder(company) : company.events;
    return c.json([...events].filter((event) => touches(event, filter)).map(eventInCompany));
  });

  // There are no recordings here.
  app.get('/api/v1/event/:eventId/availableReplays', (c) => {
    reachSequelEvent(parts, c.get('claims'), c.req.param('eventId'));
    readQuery(c, z.object({ secondsValidFor: wholeNumber(1, 604_800).default(3600) }));
    return c.json([]);
  });
}
