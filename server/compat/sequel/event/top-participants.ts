import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { type TopParticipants, topParticipantsByName } from '../../../figures/participants-by-name.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { askEvent, componentOf } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';

/** The published path ends in ` (COPY)`, by mistake; clients that were generated from it ask for it. */
const PATH = '/api/analytics/user-engagement/events/:eventId/:list{top-participants( \\(COPY\\))?}';

/** A longer list is not kept. */
const KEPT = 1000;

/** S9: the participants with the most engaged minutes; the figures are over all of them. */
export function serveTopParticipants(app: Hono<ApiEnv>, parts: ApiParts): void {
  const memory = new EventMemory<TopParticipants>(parts, { most: 100, isNamed: true });
  app.get(PATH, async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const asked = askEvent(parts, c, query);
    const { event, dates, question } = asked;
    const work = () => topParticipantsByName(parts.history, question, query.limit);
    const { totals, items } = await (query.limit > KEPT ? work() : memory.get(asked, query, work));
    const { organization } = event;
    return c.json({
      eventName: event.row.details.title,
      eventId: event.row.id,
      eventType: componentOf(event, query.eventType),
      company: organization.row.details.name,
      companyId: organization.row.id,
      startDate: dates.startDate,
      endDate: dates.endDate,
      limit: query.limit,
      numberOfUsers: totals.attendees,
      totalEngagedMinutes: totals.engagedMinutes,
      averageEngagedMinutesByUser: totals.averageEngagedMinutes ?? 0,
      topParticipants: items.map(({ name, email, engagedMinutes }) => ({
        name,
        userEmail: email,
        engagedMinutes: engagedMinutes.total,
      })),
    });
  });
}
