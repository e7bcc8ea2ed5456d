import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type {
  PeopleOf,
  RegisteredAttendee,
  RegistrationCounts,
  RegistrationFilter,
  RegistrationName,
  RegistrationRow,
  SessionRegistrations,
} from '../../types.ts';
import type { Queryable } from '../database.ts';
import { attended, REGISTERED_FOR } from './people.ts';

const COLUMNS = `
g.scope, g.kind, a.id AS attendee, g.attendee AS attendeeKey, a.name, a.email, g.version, g.at, g.ticket AS ticketId,
g.answers, g.metadata`;

type Row = Omit<RegistrationRow, 'answers' | 'metadata'> & {
  readonly answers: string;
  readonly metadata: string;
};

function registrationOf(row: Row): RegistrationRow {
  return { ...row, answers: JSON.parse(row.answers), metadata: JSON.parse(row.metadata) };
}

const ONE = `
SELECT ${COLUMNS}
FROM attendees AS a CROSS JOIN registrations AS g ON g.scope = ?3 AND g.attendee = a.key AND g.kind = ?4
WHERE a.tenant = ?1 AND a.id = ?2`;

export async function readRegistration(
  database: Queryable,
  { tenant, attendee, scope, kind }: RegistrationName,
): Promise<RegistrationRow | null> {
  const [row] = await database.all<Row>(ONE, [tenant, attendee, scope, kind]);
  return row === undefined ? null : registrationOf(row);
}

const LIST = `
SELECT ${COLUMNS}
FROM registrations AS g INDEXED BY registrations_by_time CROSS JOIN attendees AS a ON a.key = g.attendee
WHERE g.scope = ?1 AND g.kind = ?2 AND g.at >= ?3 AND g.at < ?4 AND (g.at, g.attendee) > (?5, ?6)
ORDER BY g.at, g.attendee LIMIT ?7`;

const OF_ATTENDEE = `
SELECT ${COLUMNS}
FROM registrations AS g INDEXED BY registrations_of_attendee CROSS JOIN attendees AS a ON a.key = g.attendee
WHERE g.attendee = ?1
ORDER BY g.scope, g.kind`;

export async function readRegistrationsOf(database: Queryable, attendee: number): Promise<RegistrationRow[]> {
  return (await database.all<Row>(OF_ATTENDEE, [attendee])).map(registrationOf);
}

const FIRST = -Number.MAX_SAFE_INTEGER;

export async function readRegistrations(
  database: Queryable,
  filter: RegistrationFilter,
): Promise<RegistrationRow[]> {
  const { scope, kind, from = FIRST, to = Number.MAX_SAFE_INTEGER, limit } = filter;
  const { at, attendeeKey } = filter.after ?? { at: FIRST, attendeeKey: 0 };
  const params = [scope, kind, Math.max(from, at), to, at, attendeeKey, limit];
  return (await database.all<Row>(LIST, params)).map(registrationOf);
}

export async function readRegistered(
  database: Queryable,
  { kind, key }: PeopleOf,
  attendees: readonly number[],
): Promise<RegisteredAttendee[]> {
  const sql = `
SELECT g.attendee AS attendeeKey, min(g.at) AS registeredAt, max(g.kind = 'bookmark') AS interested,
  max(g.ticket) AS ticketId
FROM json_each(?2) AS r CROSS JOIN registrations AS g ON ${REGISTERED_FOR[kind]} = ?1 AND g.attendee = r.value
GROUP BY g.attendee`;
  type Found = Omit<RegisteredAttendee, 'interested'> & { readonly interested: number };
  const rows = await database.all<Found>(sql, [key, JSON.stringify(attendees)]);
  return rows.map((row) => ({ ...row, interested: row.interested === 1 }));
}

const NOBODY: RegistrationCounts = { registered: 0, interested: 0, noShows: 0 };

const COUNTS = `
SELECT registered, interested, registered - attended AS noShows FROM registration_counts WHERE scope = ?1`;

export async function readRegistrationCounts(
  database: Queryable,
  scope: ScopeKey,
): Promise<RegistrationCounts> {
  const [counts] = await database.all<RegistrationCounts>(COUNTS, [scope]);
  return counts ?? NOBODY;
}

/** The same counted anew. */
export async function countRegistrations(
  database: Queryable,
  { kind, key }: PeopleOf,
): Promise<RegistrationCounts> {
  const sql = `
SELECT count(*) AS registered, total(p.interested) AS interested, total(NOT ${attended('p.attendee')}) AS noShows
FROM (
  SELECT g.attendee, max(g.kind = 'bookmark') AS interested
  FROM registrations AS g WHERE ${REGISTERED_FOR[kind]} = ?1 GROUP BY g.attendee
) AS p`;
  const [counts] = await database.all<RegistrationCounts>(sql, [key]);
  return counts ?? NOBODY;
}

const OF_SESSIONS = `
SELECT r.value AS session, coalesce(c.registered, 0) AS registered, coalesce(c.interested, 0) AS interested
FROM json_each(?1) AS r LEFT JOIN registration_counts AS c ON c.scope = r.value
ORDER BY r.key`;

export function readRegistrationsOfSessions(
  database: Queryable,
  sessions: readonly ScopeKey[],
): Promise<SessionRegistrations[]> {
  return database.all<SessionRegistrations>(OF_SESSIONS, [JSON.stringify(sessions)]);
}
