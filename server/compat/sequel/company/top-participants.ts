import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { COMPANIES, companyName, companyScope } from './asked-company.ts';
import { CompanyParticipants } from './company-participants.ts';

/** S7: the participants with the most engaged minutes over all events of a company; the figures are over all of them. */
export function serveTopParticipants(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history, pipeline, dataThrough } = parts;
  const participants = new CompanyParticipants(history);
  app.get(`${COMPANIES}/top-participants`, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const { eventType, limit } = query;
    const found = companyScope(parts, { claims: c.get('claims'), id: c.req.param('companyId') }, query);
    const asked = { found, query, now: pipeline.now(), through: dataThrough() };
    const { dates, totals, items } = await participants.of(asked);
    return c.json({
      ...{ eventType, ...companyName(found.company), ...dates, limit },
      numberOfUsers: totals.attendees,
      totalEngagedMinutes: totals.engagedMinutes,
      averageEngagedMinutesByUser: totals.averageEngagedMinutes ?? 0,
      numberOfEvents: totals.events,
      topParticipants: items.map(({ name, email, engagedMinutes, events }) => ({
        ...{ name, userEmail: email, engagedMinutes: engagedMinutes.total },
        ...{ liveMinutes: engagedMinutes.live, onDemandMinutes: engagedMinutes.onDemand },
        eventsAttended: events,
      })),
    });
  });
}
