import type { AttendeeFilter, AttendeeName, PeopleOf, StoredAttendee } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { fold } from '../fold.ts';
import { attended, readPeople, registered } from './people.ts';

const COLUMNS = `
a.key, a.id, a.organization, a.version, a.name, a.first_name AS firstName, a.last_name AS lastName, a.email, a.phone,
a.country, a.metadata, a.registered_at AS registeredAt, (
  SELECT f.start_at FROM slices AS f WHERE f.attendee = a.key ORDER BY f.start_at LIMIT 1
) AS firstSeenAt`;

type Row = Omit<StoredAttendee, 'metadata'> & { readonly metadata: string | null };

function attendeeOf(row: Row): StoredAttendee {
  return { ...row, metadata: row.metadata === null ? null : JSON.parse(row.metadata) };
}

const ONE = `SELECT ${COLUMNS} FROM attendees AS a WHERE a.tenant = ?1 AND a.id = ?2`;

export async function readAttendee(
  database: Queryable,
  { tenant, id }: AttendeeName,
): Promise<StoredAttendee | null> {
  const [row] = await database.all<Row>(ONE, [tenant, id]);
  return row === undefined ? null : attendeeOf(row);
}

// Each index, followed by the key, holds what it finds in order of the key, but for names.
const FOUND_BY = {
  email: 'attendees AS a INDEXED BY attendees_by_email WHERE a.organization = ?2 AND a.email_fold = ?5',
  name: 'attendees AS a INDEXED BY attendees_by_name WHERE a.organization = ?2 AND a.name_fold >= ?6 AND a.name_fold < ?7',
  country: 'attendees AS a INDEXED BY attendees_by_country WHERE a.organization = ?2 AND a.country = ?8',
  organization: 'attendees AS a INDEXED BY attendees_of_organization WHERE a.organization = ?2',
} as const;

/** Who was erased is nobody's person any more. */
const SOMEBODY = `a.id NOT GLOB 'erased-${'[A-Za-z0-9_-]'.repeat(16)}'`;

// A condition that has found the rows already is true of all of them.
const FITS = `
  AND ${SOMEBODY}  AND (?5 IS NULL OR a.email_fold = ?5) AND (?6 IS NULL OR a.name_fold >= ?6 AND a.name_fold < ?7)
  AND (?8 IS NULL OR a.country = ?8)`;

function inOrganization(by: keyof typeof FOUND_BY, of: PeopleOf | undefined): string {
  const among = of === undefined ? '?1 IS NULL' : `(${attended('a.key')} OR ${registered(of.kind, 'a.key')})`;
  return `SELECT ${COLUMNS} FROM ${FOUND_BY[by]} AND a.key > ?3 ${FITS} AND ${among} ORDER BY a.key LIMIT ?4`;
}

const OF_PEOPLE = `
SELECT ${COLUMNS}
FROM json_each(?1) AS p CROSS JOIN attendees AS a ON a.key = p.value
WHERE a.organization IN (SELECT o.value FROM json_each(?2) AS o) AND (?3 IS NULL OR a.country = ?3) AND ${SOMEBODY}
ORDER BY p.key`;

// Sorts after every name that begins with what stands before it.
const LAST_CHARACTER = '\u{10ffff}';

async function readByOrganization(database: Queryable, filter: AttendeeFilter): Promise<Row[]> {
  const { organizations, of, email, name, country = null, after, limit } = filter;
  const by =
    email !== undefined
      ? 'email'
      : name !== undefined
        ? 'name'
        : country !== null
          ? 'country'
          : 'organization';
  const sql = inOrganization(by, of);
  const start = name === undefined ? null : fold(name);
  const wanted = [email === undefined ? null : fold(email), start, `${start}${LAST_CHARACTER}`, country];
  const rows: Row[] = [];
  for (const organization of organizations) {
    if (rows.length === limit) break;
    if (after !== undefined && organization < after.organization) continue;
    const key = organization === after?.organization ? after.key : 0;
    const place = [of?.key ?? null, organization, key, limit - rows.length];
    rows.push(...(await database.all<Row>(sql, [...place, ...wanted])));
  }
  return rows;
}

/** So many people at least are looked at a time for those of the organizations. */
const PEOPLE = 100;

async function readByPeople(database: Queryable, filter: AttendeeFilter, of: PeopleOf): Promise<Row[]> {
  const { organizations, country = null, limit } = filter;
  const rows: Row[] = [];
  const chunk = Math.max(PEOPLE, limit);
  let after = filter.after?.key ?? 0;
  for (;;) {
    const people = await readPeople(database, { of, after, limit: chunk });
    const keys = people.map(({ attendeeKey }) => attendeeKey);
    const params = [JSON.stringify(keys), JSON.stringify(organizations), country];
    rows.push(...(await database.all<Row>(OF_PEOPLE, params)));
    after = keys.at(-1) ?? after;
    if (keys.length < chunk || rows.length >= limit) return rows.slice(0, limit);
  }
}

export async function readAttendeeList(
  database: Queryable,
  filter: AttendeeFilter,
): Promise<StoredAttendee[]> {
  const { of, email, name } = filter;
  const isFoundByPeople = of !== undefined && email === undefined && name === undefined;
  const rows = await (isFoundByPeople
    ? readByPeople(database, filter, of)
    : readByOrganization(database, filter));
  return rows.map(attendeeOf);
}
