import type { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { changeOf } from '../../../figures/change.ts';
import { periodSpans } from '../../../figures/periods.ts';
import type { Span } from '../../../figures/span-question.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { COMPANIES, companyScope } from './asked-company.ts';
import { UsageWithin, usageFigures } from './usage-figures.ts';

const Query = AnalyticsQuery.extend({
  period: z.enum(['day', 'week', 'month', 'year']).default('week'),
  align: z.enum(['elapsed', 'full']).default('elapsed'),
});

function changed(current: number, previous: number) {
  const { difference, percent } = changeOf(current, previous);
  return { absolute: difference, percent };
}

/** S6: the current day, week, month or year against the one before. */
export function serveComparison(app: Hono<ApiEnv>, parts: ApiParts): void {
  const within = new UsageWithin(parts.history);
  app.get(`${COMPANIES}/usage/compare`, async (c) => {
    const query = readQuery(c, Query);
    const { period, align } = query;
    const companyId = c.req.param('companyId');
    const found = companyScope(parts, { claims: c.get('claims'), id: companyId }, query);
    const through = parts.dataThrough();
    const like = align === 'full' ? 'whole' : 'elapsed';
    const spans = periodSpans({ period, timeZone: found.timeZone, like, until: through });

    const usageIn = async ({ from, to }: Span) => {
      const used = await within.in({ from, to, through }, query)(found.sessions);
      const { totalEngagedMinutes, liveMinutes, onDemandMinutes, ...counts } = usageFigures(used);
      const { numberOfUsers, numberOfEvents } = counts;
      const minutes = { totalEngagedMinutes, liveMinutes, onDemandMinutes };
      return { startDate: iso(from), endDate: iso(to), ...minutes, numberOfUsers, numberOfEvents };
    };

    const current = await usageIn(spans.current);
    const previous = await usageIn(spans.previous);
    const change = {
      totalEngagedMinutes: changed(current.totalEngagedMinutes, previous.totalEngagedMinutes),
      numberOfUsers: changed(current.numberOfUsers, previous.numberOfUsers),
    };
    return c.json({ companyId, period, current, previous, change });
  });
}
