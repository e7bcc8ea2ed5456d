import type { ActionCount, EngagedAttendee, EngagedFilter, SpanFilter } from '../../types.ts';
import type { Queryable } from '../database.ts';

const ATTENDEES = `
SELECT e.attendee AS attendeeKey, count(*) AS count
FROM json_each(?1) AS r
CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = r.value
WHERE e.at >= ?2 AND e.at < ?3 AND e.attendee > ?4
GROUP BY e.attendee ORDER BY e.attendee LIMIT ?5`;

/** The next attendees with an engagement in the span, in order of key. */
export function readEngagedAttendees(database: Queryable, filter: EngagedFilter): Promise<EngagedAttendee[]> {
  const { sessions, from, to, afterAttendee, limit } = filter;
  return database.all(ATTENDEES, [JSON.stringify(sessions), from, to, afterAttendee, limit]);
}

const TOTALS = `
SELECT c.name AS action, t.count
FROM (
  SELECT e.action, count(*) AS count
  FROM json_each(?1) AS r
  CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = r.value
  WHERE e.at >= ?2 AND e.at < ?3
  GROUP BY e.action
) AS t
CROSS JOIN actions AS c ON c.key = t.action
ORDER BY c.name`;

/** Engagements of a span by action, over all of the sessions. */
export function readEngagementOfSpan(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<ActionCount[]> {
  return database.all(TOTALS, [JSON.stringify(sessions), from, to]);
}
