import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { circlesOf } from '../../../figures/circles.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { COMPANIES, companyName, companyScope } from './asked-company.ts';
import { CompanyParticipants } from './company-participants.ts';

/** S18: the engagement of a company's users, for instance in all networking sessions of the last days. */
export function serveCompanyUsers(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history, pipeline, dataThrough } = parts;
  const participants = new CompanyParticipants(history);
  app.get(`${COMPANIES}/users`, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const { eventType, engagementType, limit } = query;
    const found = companyScope(parts, { claims: c.get('claims'), id: c.req.param('companyId') }, query);
    const asked = { found, query, now: pipeline.now(), through: dataThrough() };
    const { dates, question, totals, items } = await participants.of(asked);
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
