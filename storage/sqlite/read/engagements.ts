import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  ActionCount,
  AttendeeAction,
  Engaged,
  EngagementFilter,
  EngagementTotalsFilter,
  SlicesOf,
  StoredEngagement,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';
import { ATTENDEE_OF_SESSION } from './attendee-of-session.ts';

export type EngagementColumns = Omit<StoredEngagement, 'data' | 'anonymous'> & {
  readonly data: string;
  readonly anonymous: number;
};

export const ENGAGEMENT_COLUMNS =
  'e.key, a.tenant, e.session, a.id AS attendee, e.id, c.name AS action, e.data, e.at, e.anonymous';

export function engagementOf(row: EngagementColumns): StoredEngagement {
  return { ...row, data: JSON.parse(row.data), anonymous: row.anonymous === 1 };
}

const BY_ACTION = 'AND e.action = (SELECT key FROM actions WHERE name = ?3)';
// Whose an anonymous one is must not come out by asking for them.
const BY_NAME = `AND e.attendee = ${ATTENDEE_OF_SESSION} AND e.anonymous = 0`;
const FIRST = -Number.MAX_SAFE_INTEGER;

// A condition that is not asked for must not stand in the statement, or it would keep the index from being used.
function sqlFor({ attendee, action }: EngagementFilter): string {
  return `
SELECT ${ENGAGEMENT_COLUMNS}
FROM engagements AS e
CROSS JOIN attendees AS a ON a.key = e.attendee
CROSS JOIN actions AS c ON c.key = e.action
WHERE e.session = ?1 AND e.at >= ?4 AND e.at < ?5 AND (e.at, e.key) > (?6, ?7)
  ${attendee === undefined ? 'AND ?2 IS NULL' : BY_NAME}
  ${action === undefined ? 'AND ?3 IS NULL' : BY_ACTION}
ORDER BY e.at, e.key LIMIT ?8`;
}

export async function readEngagements(
  database: Queryable,
  filter: EngagementFilter,
): Promise<StoredEngagement[]> {
  const { session, attendee = null, action = null, from = FIRST, to = Number.MAX_SAFE_INTEGER } = filter;
  const { at, key } = filter.after ?? { at: FIRST, key: 0 };
  // The cursor as a bound of its own, since the index is searched by time alone.
  const params = [session, attendee, action, Math.max(from, at), to, at, key, filter.limit];
  const rows = await database.all<EngagementColumns>(sqlFor(filter), params);
  return rows.map(engagementOf);
}

const BY_ATTENDEE = `
SELECT t.attendee AS attendeeKey, c.name AS action, t.count
FROM (
  SELECT e.attendee, e.action, sum(e.count) AS count
  FROM json_each(?2) AS r
  CROSS JOIN json_each(?1) AS s
  CROSS JOIN attendee_engagements AS e ON e.session = s.value AND e.attendee = r.value
  GROUP BY e.attendee, e.action
) AS t
CROSS JOIN actions AS c ON c.key = t.action`;

export function readEngagementsByAttendee(
  database: Queryable,
  { sessions, attendees }: SlicesOf,
): Promise<AttendeeAction[]> {
  return database.all<AttendeeAction>(BY_ATTENDEE, [JSON.stringify(sessions), JSON.stringify(attendees)]);
}

const TOTALS = `
SELECT c.name AS action, t.count
FROM (
  SELECT action, count(*) AS count FROM engagements WHERE session = ?1 AND at >= ?2 AND at < ?3 GROUP BY action
) AS t
CROSS JOIN actions AS c ON c.key = t.action
ORDER BY c.name`;

export function readEngagementTotals(
  database: Queryable,
  { session, from = FIRST, to = Number.MAX_SAFE_INTEGER }: EngagementTotalsFilter,
): Promise<ActionCount[]> {
  return database.all(TOTALS, [session, from, to]);
}

type EngagedCells = readonly [
  key: number,
  session: ScopeKey,
  attendeeKey: number,
  action: string,
  at: number,
];

const IN_ORDER = packed(
  ['key', 'session', 'attendeeKey', 'action', 'at'],
  `
SELECT e.key, e.session, e.attendee AS attendeeKey, c.name AS action, e.at
FROM engagements AS e
CROSS JOIN actions AS c ON c.key = e.action
WHERE e.key > ?1
ORDER BY e.key LIMIT ?2`,
  (cells: EngagedCells): Engaged => ({
    key: cells[0],
    session: cells[1],
    attendeeKey: cells[2],
    action: cells[3],
    at: cells[4],
  }),
);

/** All, in log order. */
export function readEngagementsInOrder(
  database: Queryable,
  { after, limit }: { after: number; limit: number },
): Promise<Engaged[]> {
  return allPacked(database, IN_ORDER, [after, limit]);
}
