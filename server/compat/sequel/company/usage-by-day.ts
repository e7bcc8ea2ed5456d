import type { Hono } from 'hono';
import { DateTime } from 'luxon';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { badParameter } from '../../../api/problem.ts';
import { countPeriods, periodAfter, periodsIn } from '../../../figures/calendar.ts';
import { SpanMemory } from '../../../figures/span-memory.ts';
import { maxPoints } from '../../../figures/steps.ts';
import { sumsBySteps } from '../../../figures/usage.ts';
import { AnalyticsQuery, type EventType, readQuery } from '../parameters.ts';
import { sequelQuestion } from '../question.ts';
import { datesOf } from '../span.ts';
import { COMPANIES, companyScope } from './asked-company.ts';

const DEFAULT_DAYS = 30;
const MOST_SPANS = 50;

function dateOf(time: number, timeZone: string): string {
  return DateTime.fromMillis(time, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/** The days asked for; without dates the last 30 up to today. */
function daysOf(query: AnalyticsQuery, timeZone: string, now: number) {
  const endDate = query.endDate ?? dateOf(now, timeZone);
  const { to } = datesOf({ endDate }, timeZone, now);
  const first = periodAfter(Math.max(0, to - 1), 'day', timeZone, 1 - DEFAULT_DAYS);
  const startDate = query.startDate ?? dateOf(first, timeZone);
  const { from } = datesOf({ startDate, endDate }, timeZone, now);
  if (countPeriods(from, to, 'day') > maxPoints('day'))
    throw badParameter('startDate', `must not lie more than ${maxPoints('day')} days before endDate`);
  return { startDate, endDate, from, to, steps: periodsIn(from, to, 'day', timeZone) };
}

/** S4 and S5: the usage of one component of all events of a company, day by day. */
export function serveUsageByDay(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history, dataThrough, pipeline } = parts;
  const memory = new SpanMemory<Awaited<ReturnType<typeof sumsBySteps>>>(history, MOST_SPANS);

  function serve(name: string, eventType: EventType): void {
    app.get(`${COMPANIES}/${name}/usage-by-day`, async (c) => {
      const query = readQuery(c, AnalyticsQuery);
      const companyId = c.req.param('companyId') ?? '';
      const found = companyScope(parts, { claims: c.get('claims'), id: companyId }, query);
      const { startDate, endDate, from, to, steps } = daysOf(query, found.timeZone, pipeline.now());
      // Who meets others does it live.
      const engagementType = eventType === 'networkingHubEvent' ? 'live' : query.engagementType;
      const span = { from, to, through: dataThrough() };
      const question = sequelQuestion(found.sessions, { engagementType, eventType }, span);
      const asked = { question, sessions: found.sessions, more: [found.timeZone, steps.length] };
      const sums = await memory.get(asked, () => sumsBySteps(history, question, steps));
      const days = sums.map(({ attendees, engagedMinutes, byMode }, index) => ({
        date: dateOf(steps[index]?.start ?? 0, found.timeZone),
        liveMinutes: byMode.live.engagedMinutes,
        onDemandMinutes: byMode.onDemand.engagedMinutes,
        totalMinutes: engagedMinutes,
        uniqueUsers: attendees,
      }));
      return c.json({ companyId, eventType, engagementType, startDate, endDate, days });
    });
  }

  serve('virtual-stage', 'virtualStageEvent');
  serve('networking', 'networkingHubEvent');
}
