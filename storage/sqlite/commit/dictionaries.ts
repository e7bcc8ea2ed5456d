import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

// The condition spares the write where nothing is new, which is nearly always.
const ATTENDEES = `
INSERT INTO attendees (tenant, id, name, email, country)
SELECT r.value ->> 'tenant', r.value ->> 'id', r.value ->> 'name', r.value ->> 'email', r.value ->> 'country'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (tenant, id) DO UPDATE SET
  name = coalesce(excluded.name, name),
  email = coalesce(excluded.email, email),
  country = coalesce(excluded.country, country)
WHERE coalesce(excluded.name, name) IS NOT name
  OR coalesce(excluded.email, email) IS NOT email
  OR coalesce(excluded.country, country) IS NOT country`;

const ACTIONS = `
INSERT INTO actions (name)
SELECT r.value FROM json_each(?1) AS r WHERE true
ON CONFLICT (name) DO NOTHING`;

interface Attendee {
  readonly tenant: ScopeKey;
  readonly id: string;
  name?: string | undefined;
  email?: string | undefined;
  country?: string | undefined;
}

class AttendeeSet {
  /** In the order in which they were named first. */
  readonly all: Attendee[] = [];
  readonly #tenants = new Map<ScopeKey, Map<string, Attendee>>();

  get(tenant: ScopeKey, id: string): Attendee {
    const attendees = this.#ofTenant(tenant);
    const known = attendees.get(id);
    if (known) return known;
    const attendee = { tenant, id };
    attendees.set(id, attendee);
    this.all.push(attendee);
    return attendee;
  }

  #ofTenant(tenant: ScopeKey): Map<string, Attendee> {
    const known = this.#tenants.get(tenant);
    if (known) return known;
    const attendees = new Map<string, Attendee>();
    this.#tenants.set(tenant, attendees);
    return attendees;
  }
}

/**
 * In log order, whatever entries the batch covers: so every replica gives the same keys, and a cursor made of one works on
 * all of them.
 */
function attendeesOf({ slicesStarted, seen, engagements }: HistoryBatch): Attendee[] {
  const set = new AttendeeSet();
  let next = 0;
  for (const started of slicesStarted) {
    for (let one = engagements[next]; one !== undefined && one.at < started.start; one = engagements[++next])
      set.get(one.tenant, one.attendee);
    const attendee = set.get(started.tenant, started.attendee);
    attendee.name = started.name ?? attendee.name;
    attendee.email = started.email ?? attendee.email;
    if (started.country !== 'unknown') attendee.country = started.country;
  }
  for (const { tenant, attendee } of engagements.slice(next)) set.get(tenant, attendee);
  for (const { tenant, attendee } of seen) set.get(tenant, attendee);
  return set.all;
}

function actionsOf({ engagements, engagementCounts, engagementMinutes }: HistoryBatch): string[] {
  const names = new Set<string>();
  for (const { action } of engagements) names.add(action);
  for (const { action } of engagementCounts) names.add(action);
  for (const { action } of engagementMinutes) names.add(action);
  return [...names];
}

/** Gives keys to the attendees and actions that are new, so that everything after can refer to them. */
export async function writeDictionaries(database: Queryable, batch: HistoryBatch): Promise<void> {
  await writeFromJson(database, ATTENDEES, attendeesOf(batch));
  await writeFromJson(database, ACTIONS, actionsOf(batch));
}
