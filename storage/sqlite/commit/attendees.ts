import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { SliceStarted } from '../../../server/live/effects.ts';
import type { AttendeePut, EngagementRow, HistoryBatch, RegistrationPut } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { fold } from '../fold.ts';
import { writeFromJson } from '../json-rows.ts';

// Of who is registered, tokens say nothing.
const ATTENDEES = `
INSERT INTO attendees (tenant, id, organization, name, email, country, name_fold, email_fold)
SELECT r.value ->> 'tenant', r.value ->> 'id', r.value ->> 'organization', r.value ->> 'name', r.value ->> 'email',
  r.value ->> 'country', r.value ->> 'nameFold', r.value ->> 'emailFold'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (tenant, id) DO UPDATE SET
  name = coalesce(excluded.name, name),
  email = coalesce(excluded.email, email),
  country = coalesce(excluded.country, country),
  name_fold = coalesce(excluded.name_fold, name_fold),
  email_fold = coalesce(excluded.email_fold, email_fold)
WHERE version = 0 AND (
  coalesce(excluded.name, name) IS NOT name
  OR coalesce(excluded.email, email) IS NOT email
  OR coalesce(excluded.country, country) IS NOT country
)`;

const REGISTERED = `
UPDATE attendees SET
  organization = r.value ->> 'organization', version = r.value ->> 'version',
  registered_at = coalesce(registered_at, r.value ->> 'registeredAt'),
  name = r.value ->> '$.details.name', first_name = r.value ->> '$.details.firstName',
  last_name = r.value ->> '$.details.lastName', email = r.value ->> '$.details.email',
  phone = r.value ->> '$.details.phone', country = r.value ->> '$.details.country',
  metadata = r.value -> '$.details.metadata',
  name_fold = r.value ->> 'nameFold', email_fold = r.value ->> 'emailFold'
FROM jsonb_each(?1) AS r
WHERE attendees.tenant = r.value ->> 'tenant' AND attendees.id = r.value ->> 'id'`;

// One text: a row for each would cost more than to find it.
const KEYS = `
SELECT json_group_array(json_array(a.key, a.key IS NULL OR (a.version = 0 AND (
  coalesce(r.value ->> 2, a.name) IS NOT a.name
  OR coalesce(r.value ->> 3, a.email) IS NOT a.email
  OR coalesce(r.value ->> 4, a.country) IS NOT a.country
))) ORDER BY r.key) AS found
FROM jsonb_each(?1) AS r
LEFT JOIN attendees AS a ON a.tenant = r.value ->> 0 AND a.id = r.value ->> 1`;

interface Attendee {
  readonly tenant: ScopeKey;
  readonly id: string;
  /** Of the first who named it in the batch; it stands if the attendee is new. */
  readonly organization: ScopeKey;
  name?: string | undefined;
  email?: string | undefined;
  country?: string | undefined;
  /** In the file. */
  key?: number | undefined;
}

/** The attendees that a batch names, each once. */
export class Attendees {
  /** In the order in which they were named first. */
  readonly all: Attendee[] = [];
  readonly #tenants = new Map<ScopeKey, Map<string, Attendee>>();
  /** Whoever comes is seen in several scopes, row after row. */
  #last: Attendee | undefined;

  get(tenant: ScopeKey, id: string, organization: ScopeKey): Attendee {
    const known = this.#find(tenant, id);
    if (known) return known;
    const attendee: Attendee = { tenant, id, organization };
    this.#ofTenant(tenant).set(id, attendee);
    this.all.push(attendee);
    this.#last = attendee;
    return attendee;
  }

  keyOf(tenant: ScopeKey, id: string): number {
    const key = this.#find(tenant, id)?.key;
    if (key === undefined) throw new Error('an attendee without a key');
    return key;
  }

  #find(tenant: ScopeKey, id: string): Attendee | undefined {
    const last = this.#last;
    if (last !== undefined && last.id === id && last.tenant === tenant) return last;
    const found = this.#tenants.get(tenant)?.get(id);
    if (found !== undefined) this.#last = found;
    return found;
  }

  #ofTenant(tenant: ScopeKey): Map<string, Attendee> {
    const known = this.#tenants.get(tenant);
    if (known) return known;
    const attendees = new Map<string, Attendee>();
    this.#tenants.set(tenant, attendees);
    return attendees;
  }
}

interface Named {
  readonly at: number;
  readonly tenant: ScopeKey;
  readonly id: string;
  readonly organization: ScopeKey;
  readonly started?: SliceStarted;
}

/** Each list is in log order; of one instant the first list's come first. */
function inLogOrder<T extends { readonly at: number }>(first: readonly T[], second: readonly T[]): T[] {
  const merged: T[] = [];
  let next = 0;
  for (const one of first) {
    for (let other = second[next]; other !== undefined && other.at < one.at; other = second[++next])
      merged.push(other);
    merged.push(one);
  }
  return [...merged, ...second.slice(next)];
}

/**
 * In log order, whatever entries the batch covers: so every replica gives the same keys, and a cursor made of one works on
 * all of them.
 */
function attendeesOf({
  slicesStarted,
  slicesImported,
  seen,
  engagements,
  attendees,
  registrations,
  attendance,
}: HistoryBatch): Attendees {
  const starters = slicesStarted.map((started) => {
    const { tenant, attendee, start, owners } = started;
    return { tenant, id: attendee, at: start, organization: owners[0] ?? tenant, started };
  });
  const named = ({ tenant, attendee, at, organization }: EngagementRow | RegistrationPut): Named => {
    return { tenant, id: attendee, at, organization };
  };
  const actors = engagements.map(named);
  const registered = registrations.map(named);
  const present = inLogOrder<Named>(starters, actors);
  const set = new Attendees();
  for (const { tenant, id, organization, started } of inLogOrder(
    present,
    inLogOrder<Named>(attendees, registered),
  )) {
    const attendee = set.get(tenant, id, organization);
    attendee.name = started?.name ?? attendee.name;
    attendee.email = started?.email ?? attendee.email;
    if (started !== undefined && started.country !== 'unknown') attendee.country = started.country;
  }
  for (const { tenant, attendee, organization } of slicesImported) set.get(tenant, attendee, organization);
  for (const { tenant, attendee } of seen) set.get(tenant, attendee, tenant);
  for (const { tenant, attendee } of attendance) set.get(tenant, attendee, tenant);
  return set;
}

const foldOf = (text: string | null | undefined) => (text == null ? undefined : fold(text));

const foldsOf = ({
  name,
  email,
}: {
  name?: string | null | undefined;
  email?: string | null | undefined;
}) => ({
  nameFold: foldOf(name),
  emailFold: foldOf(email),
});

/** Each attendee once, as last put, with the time of the first. */
function lastPuts(puts: readonly AttendeePut[]) {
  const last = new Map<string, AttendeePut & { readonly registeredAt: number }>();
  for (const put of puts) {
    const key = `${put.tenant} ${put.id}`;
    last.set(key, { ...put, registeredAt: last.get(key)?.registeredAt ?? put.at });
  }
  return [...last.values()].map((put) => ({ ...put, ...foldsOf(put.details) }));
}

/** Looks up the keys of attendees; gives those who are not there, or of whom the batch says something new. */
async function findKeys(database: Queryable, attendees: readonly Attendee[]): Promise<Attendee[]> {
  const rows = attendees.map(({ tenant, id, name, email, country }) => [tenant, id, name, email, country]);
  const [row] = await database.all<{ found: string }>(KEYS, [JSON.stringify(rows)]);
  const found: (readonly [key: number | null, isNews: 0 | 1])[] = JSON.parse(row?.found ?? '[]');
  return attendees.filter((attendee, index) => {
    const [key = null, isNews = 1] = found[index] ?? [];
    attendee.key = key ?? undefined;
    return isNews === 1;
  });
}

/** Gives keys to the attendees that are new, and all keys, so that everything after can refer to them. */
export async function writeAttendees(database: Queryable, batch: HistoryBatch): Promise<Attendees> {
  const attendees = attendeesOf(batch);
  if (attendees.all.length === 0) return attendees;
  const news = await findKeys(database, attendees.all);
  if (news.length > 0) {
    await writeFromJson(
      database,
      ATTENDEES,
      news.map((attendee) => ({ ...attendee, ...foldsOf(attendee) })),
    );
    await findKeys(database, news);
  }
  await writeFromJson(database, REGISTERED, lastPuts(batch.attendees));
  return attendees;
}
