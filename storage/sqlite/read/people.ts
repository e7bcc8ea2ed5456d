import type { OneOfPeople, PeopleFilter, PeopleOf } from '../../types.ts';
import type { Queryable } from '../database.ts';

type Kind = PeopleOf['kind'];

// Registrations for a session are registrations for its event, too.
export const REGISTERED_FOR: Readonly<Record<Kind, string>> = { event: 'g.event', session: 'g.scope' };

/** True of an attendee (a column) who was counted in the event or session `?1`. */
export function attended(attendee: string): string {
  return `EXISTS (SELECT 1 FROM seen AS n WHERE n.scope = ?1 AND n.day = 0 AND n.attendee = ${attendee})`;
}

/** True of an attendee (a column) who is registered for it or has a bookmark. */
export function registered(kind: Kind, attendee: string): string {
  return `EXISTS (SELECT 1 FROM registrations AS g WHERE ${REGISTERED_FOR[kind]} = ?1 AND g.attendee = ${attendee})`;
}

const SEEN =
  'SELECT n.attendee AS attendeeKey, 1 AS attended FROM seen AS n WHERE n.scope = ?1 AND n.day = 0 AND n.attendee > ?2';

const registrations = (kind: Kind) =>
  `SELECT DISTINCT g.attendee AS attendeeKey, ${attended('g.attendee')} AS attended FROM registrations AS g WHERE ${REGISTERED_FOR[kind]} = ?1 AND g.attendee > ?2`;

/** Both come out of their indexes in order, so that no more is read than the page. */
function peopleSql({ of, attended: was, registered: is }: PeopleFilter): string {
  if (was === false || (is === true && was === undefined))
    return `${registrations(of.kind)}${was === false ? ` AND NOT ${attended('g.attendee')}` : ''}`;
  if (is !== undefined) return `${SEEN} AND ${is ? '' : 'NOT '}${registered(of.kind, 'n.attendee')}`;
  return was === true ? SEEN : `${SEEN} UNION ${registrations(of.kind)}`;
}

export async function readPeople(database: Queryable, filter: PeopleFilter): Promise<OneOfPeople[]> {
  // Whoever was not there and is not registered is none of them.
  if (filter.attended === false && filter.registered === false) return [];
  const sql = `${peopleSql(filter)} ORDER BY attendeeKey LIMIT ?3 OFFSET ?4`;
  type Found = { readonly attendeeKey: number; readonly attended: number };
  const rows = await database.all<Found>(sql, [
    ...[filter.of.key, filter.after, filter.limit, filter.skip ?? 0],
  ]);
  return rows.map(({ attendeeKey, attended }) => ({ attendeeKey, attended: attended === 1 }));
}

export async function readIsAmong(
  database: Queryable,
  { kind, key }: PeopleOf,
  attendee: number,
): Promise<boolean> {
  const sql = `SELECT ${attended('?2')} OR ${registered(kind, '?2')} AS isAmong`;
  const [row] = await database.all<{ isAmong: number }>(sql, [key, attendee]);
  return row?.isAmong === 1;
}
