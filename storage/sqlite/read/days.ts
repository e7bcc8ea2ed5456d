import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  DaysFilter,
  DayToKeep,
  EventDay,
  KeptDay,
  KeptDays,
  PackedPeople,
  SessionActions,
  SessionEngaged,
  SpanFilter,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';

type DayCells = readonly [
  ...[event: ScopeKey, day: number, from: number, to: number],
  ...[sessions: string, actions: string],
];

const DAYS = packed(
  ['event', 'day', 'from', 'to', 'sessions', 'actions'],
  `
SELECT k.event, k.day, k.from_at AS "from", k.to_at AS "to", k.sessions, k.actions
FROM json_each(?1) AS r
CROSS JOIN kept_days AS k ON k.event = r.value AND k.day >= ?2 AND k.day <= ?3
WHERE NOT EXISTS (SELECT 1 FROM days_to_keep AS t WHERE t.event = k.event AND t.day = k.day)
ORDER BY k.day, k.event`,
  ([event, day, from, to, sessions, actions]: DayCells): KeptDay => {
    return { event, day, from, to, sessions: JSON.parse(sessions), actions: JSON.parse(actions) };
  },
);

const MISSING = `
SELECT t.event, t.day
FROM json_each(?1) AS r
CROSS JOIN days_to_keep AS t ON t.event = r.value AND t.day >= ?2 AND t.day <= ?3
ORDER BY t.day, t.event`;

export async function readDaysKeptBefore(database: Queryable): Promise<number | null> {
  const [row] = await database.all<{ before: number }>('SELECT before FROM days_kept WHERE one = 1');
  return row?.before ?? null;
}

/** To be called within a transaction, so that a day is kept or missing, but not both. */
export async function readKeptDays(
  database: Queryable,
  { events, first, last }: DaysFilter,
): Promise<KeptDays> {
  const before = await readDaysKeptBefore(database);
  if (before === null) return { before, days: [], missing: [] };
  const asked = [JSON.stringify(events), first, last];
  const days = await allPacked(database, DAYS, asked);
  return { before, days, missing: await database.all<EventDay>(MISSING, asked) };
}

const PEOPLE = 'SELECT presence, engaged FROM kept_people WHERE event = ?1 AND day = ?2 ORDER BY part';

export function readKeptPeople(database: Queryable, { event, day }: EventDay): Promise<PackedPeople[]> {
  return database.all<PackedPeople>(PEOPLE, [event, day]);
}

const FIRST = `
SELECT min(coalesce(t.slice, t.engagement), coalesce(t.engagement, t.slice)) / 86400000 AS day
FROM (
  SELECT min((SELECT w.start_at FROM slices AS w WHERE w.session = r.value ORDER BY w.start_at LIMIT 1)) AS slice,
    min((SELECT e.at FROM engagements AS e WHERE e.session = r.value ORDER BY e.at LIMIT 1)) AS engagement
  FROM json_each(?1) AS r
) AS t`;

export async function readFirstDay(
  database: Queryable,
  sessions: readonly ScopeKey[],
): Promise<number | null> {
  const [row] = await database.all<{ day: number | null }>(FIRST, [JSON.stringify(sessions)]);
  return row?.day ?? null;
}

export function readDaysToKeep(database: Queryable): Promise<DayToKeep[]> {
  return database.all(
    'SELECT event, day, changes FROM days_to_keep WHERE event > 0 ORDER BY day DESC, event',
  );
}

const ENGAGED = packed(
  ['attendeeKey', 'session', 'count'],
  `
SELECT e.attendee AS attendeeKey, e.session, count(*) AS count
FROM json_each(?1) AS r
CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = r.value
WHERE e.at >= ?2 AND e.at < ?3
GROUP BY e.attendee, e.session ORDER BY e.attendee, e.session`,
  ([attendeeKey, session, count]: readonly [number, ScopeKey, number]): SessionEngaged => {
    return { attendeeKey, session, count };
  },
);

export function readEngagedBySession(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<SessionEngaged[]> {
  return allPacked(database, ENGAGED, [JSON.stringify(sessions), from, to]);
}

const ACTIONS = `
SELECT t.session, json_group_object(t.name, t.count ORDER BY t.name) AS counts
FROM (
  SELECT e.session, c.name, count(*) AS count
  FROM json_each(?1) AS r
  CROSS JOIN engagements AS e INDEXED BY engagements_by_time ON e.session = r.value
  CROSS JOIN actions AS c ON c.key = e.action
  WHERE e.at >= ?2 AND e.at < ?3
  GROUP BY e.session, c.name
) AS t
GROUP BY t.session ORDER BY t.session`;

export async function readActionsBySession(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<SessionActions[]> {
  const asked = [JSON.stringify(sessions), from, to];
  const rows = await database.all<{ session: ScopeKey; counts: string }>(ACTIONS, asked);
  return rows.map(({ session, counts }) => ({ session, counts: JSON.parse(counts) }));
}

const TIMES = `
SELECT min((
  SELECT e.at FROM engagements AS e WHERE e.session = r.value AND e.at >= ?2 AND e.at < ?3 ORDER BY e.at LIMIT 1
)) AS first, max((
  SELECT e.at FROM engagements AS e WHERE e.session = r.value AND e.at >= ?2 AND e.at < ?3 ORDER BY e.at DESC LIMIT 1
)) AS last
FROM json_each(?1) AS r`;

/** See the port's `engagementTimes`. */
export async function readEngagementTimes(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<readonly [first: number, last: number] | null> {
  const asked = [JSON.stringify(sessions), from, to];
  const [row] = await database.all<{ first: number | null; last: number | null }>(TIMES, asked);
  return row === undefined || row.first === null || row.last === null ? null : [row.first, row.last];
}

const ENGAGED_SESSIONS = `
SELECT r.value AS session
FROM json_each(?1) AS r
WHERE EXISTS (SELECT 1 FROM engagements AS e WHERE e.session = r.value AND e.at >= ?2 AND e.at < ?3)`;

export async function readEngagedSessions(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<ScopeKey[]> {
  const asked = [JSON.stringify(sessions), from, to];
  const rows = await database.all<{ session: ScopeKey }>(ENGAGED_SESSIONS, asked);
  return rows.map(({ session }) => session);
}
