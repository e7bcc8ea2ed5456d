import type {
  AttendeeActionsFilter,
  AttendeeEngagementsFilter,
  AttendeeSlicesFilter,
  SessionAction,
  SliceRow,
  StoredEngagement,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';
import { ENGAGEMENT_COLUMNS, type EngagementColumns, engagementOf } from './engagements.ts';

const FIRST = -Number.MAX_SAFE_INTEGER;
const LAST = Number.MAX_SAFE_INTEGER;

/** In order, after the cursor: the bound on the first column alone is what the index is entered by. */
const OLDEST_FIRST = { from: '>=', after: '>', order: 'ASC' } as const;
const NEWEST_FIRST = { from: '<=', after: '<', order: 'DESC' } as const;

type Order = typeof OLDEST_FIRST | typeof NEWEST_FIRST;

const slicesSql = ({ from, after, order }: Order) => `
SELECT ${SLICE_COLUMNS}
FROM slices AS s INDEXED BY slices_of_attendee CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE s.attendee = ?1 AND s.start_at ${from} ?6 AND s.start_at < ?5 AND (s.start_at, s.slice) ${after} (?6, ?7)
  AND (s.end_at IS NULL OR s.end_at >= ?4) AND (?3 IS NULL OR s.mode = ?3)
  AND s.session IN (SELECT r.value FROM json_each(?2) AS r)
ORDER BY s.start_at ${order}, s.slice ${order} LIMIT ?8`;

const SLICES = slicesSql(OLDEST_FIRST);
const SLICES_NEWEST_FIRST = slicesSql(NEWEST_FIRST);

export async function readSlicesOfAttendee(
  database: Queryable,
  filter: AttendeeSlicesFilter,
): Promise<SliceRow[]> {
  const { attendee, sessions, mode = null, from = FIRST, to = LAST, newestFirst = false, limit } = filter;
  const { start, slice } = filter.after ?? { start: newestFirst ? LAST : FIRST, slice: 0 };
  const params = [attendee, JSON.stringify(sessions), mode, from, to, start, slice, limit];
  return database.all<SliceRow>(newestFirst ? SLICES_NEWEST_FIRST : SLICES, params);
}

// An index by attendee would cost every engagement more than these few questions do: the sessions in which somebody engaged
// are found by counts, and there the index by time has the attendees.
const ENGAGED_IN = `
SELECT DISTINCT n.session
FROM json_each(?2) AS r CROSS JOIN attendee_engagements AS n ON n.session = r.value AND n.attendee = ?1`;

const ACTION = '(SELECT key FROM actions WHERE name = ?3)';

const engagementsSql = (
  { after, order }: Order,
  { engaged, action }: Record<'engaged' | 'action', string>,
) => `
SELECT ${ENGAGEMENT_COLUMNS}
FROM (${ENGAGED_IN} ${engaged}) AS here
CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = here.session
CROSS JOIN attendees AS a ON a.key = e.attendee
CROSS JOIN actions AS c ON c.key = e.action
WHERE e.at >= ?4 AND e.at < ?5 AND e.attendee = ?1 AND e.anonymous = 0 AND (e.at, e.key) ${after} (?6, ?7) ${action}
ORDER BY e.at ${order}, e.key ${order} LIMIT ?8`;

const sqlOf = (order: Order) => ({
  all: engagementsSql(order, { engaged: '', action: 'AND ?3 IS NULL' }),
  ofAction: engagementsSql(order, {
    engaged: `AND n.action = ${ACTION}`,
    action: `AND e.action = ${ACTION}`,
  }),
});

const ENGAGEMENTS = sqlOf(OLDEST_FIRST);
const ENGAGEMENTS_NEWEST_FIRST = sqlOf(NEWEST_FIRST);

export async function readEngagementsOfAttendee(
  database: Queryable,
  filter: AttendeeEngagementsFilter,
): Promise<StoredEngagement[]> {
  const { attendee, sessions, action = null, from = FIRST, to = LAST, newestFirst = false, limit } = filter;
  const { at, key } = filter.after ?? { at: newestFirst ? LAST : FIRST, key: 0 };
  const [since, until] = newestFirst ? [from, Math.min(to, at + 1)] : [Math.max(from, at), to];
  const params = [attendee, JSON.stringify(sessions), action, since, until, at, key, limit];
  const { all, ofAction } = newestFirst ? ENGAGEMENTS_NEWEST_FIRST : ENGAGEMENTS;
  const rows = await database.all<EngagementColumns>(action === null ? all : ofAction, params);
  return rows.map(engagementOf);
}

const COUNTS = `
SELECT n.session, c.name AS action, n.count
FROM json_each(?2) AS r
CROSS JOIN attendee_engagements AS n ON n.session = r.value AND n.attendee = ?1
CROSS JOIN actions AS c ON c.key = n.action
ORDER BY n.session, c.name`;

const COUNTS_IN_SPAN = `
SELECT t.session, c.name AS action, t.count
FROM (
  SELECT e.session, e.action, count(*) AS count
  FROM (${ENGAGED_IN}) AS here
  CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = here.session
  WHERE e.at >= ?3 AND e.at < ?4 AND e.attendee = ?1
  GROUP BY e.session, e.action
) AS t
CROSS JOIN actions AS c ON c.key = t.action
ORDER BY t.session, c.name`;

export function readActionsOfAttendee(
  database: Queryable,
  { attendee, sessions, from, to }: AttendeeActionsFilter,
): Promise<SessionAction[]> {
  const params = [attendee, JSON.stringify(sessions)];
  if (from === undefined && to === undefined) return database.all<SessionAction>(COUNTS, params);
  const span = [from ?? FIRST, to ?? LAST];
  return database.all<SessionAction>(COUNTS_IN_SPAN, [...params, ...span]);
}
