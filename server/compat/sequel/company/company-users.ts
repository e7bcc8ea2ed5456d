import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { circlesOf } from '../../../figures/circles.ts';
import { topParticipantsByName } from '../../../figures/participants.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { sequelQuestion } from '../question.ts';
import { datesOf } from '../span.ts';
import { COMPANIES, companyName, companyScope } from './asked-company.ts';

/** S18: the engagement of a company's users, for instance in all networking sessions of the last days. */
export function serveCompanyUsers(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history } = parts;
  app.get(`${COMPANIES}/users`, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const { eventType, engagementType, limit } = query;
    const found = companyScope(parts, { claims: c.get('claims'), id: c.req.param('companyId') }, query);
    const { from, to, ...dates } = datesOf(query, found.timeZone, parts.pipeline.now());
    const question = sequelQuestion(found.sessions, query, { from, to, through: parts.dataThrough() });
    const { totals, items } = await topParticipantsByName(history, question, limit);
    const keys = items.map(({ attendeeKey }) => attendeeKey);
    const circles = await circlesOf(history, question, keys);
    const users = items.map(({ attendee, attendeeKey, name, email, engagedMinutes, sessions }) => ({
      ...{ userId: attendee, name, userEmail: email },
      ...{ engagedMinutes: engagedMinutes.total, liveMinutes: engagedMinutes.live },
      ...{ onDemandMinutes: engagedMinutes.onDemand, sessions },
      circlesNumber: circles(attendeeKey).circles,
      peopleMet: circles(attendeeKey).peopleMet,
    }));
    const numberOfUsers = totals.attendees;
    return c.json({
      ...{ ...companyName(found.company), eventType, engagementType, ...dates, limit, numberOfUsers, users },
    });
  });
}
