import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { topParticipantsByName } from '../../../figures/participants.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { sequelQuestion } from '../question.ts';
import { datesOf } from '../span.ts';
import { COMPANIES, companyName, companyScope } from './asked-company.ts';

/** S7: the participants with the most engaged minutes over all events of a company; the figures are over all of them. */
export function serveTopParticipants(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get(`${COMPANIES}/top-participants`, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const { eventType, limit } = query;
    const found = companyScope(parts, { claims: c.get('claims'), id: c.req.param('companyId') }, query);
    const { from, to, ...dates } = datesOf(query, found.timeZone, parts.pipeline.now());
    const question = sequelQuestion(found.sessions, query, { from, to, through: parts.dataThrough() });
    const { totals, items } = await topParticipantsByName(parts.history, question, limit);
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
