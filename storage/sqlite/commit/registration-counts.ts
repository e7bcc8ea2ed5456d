import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Queryable } from '../database.ts';
import { allFromJson, writeFromJson } from '../json-rows.ts';

/** True of an attendee who was counted in a scope; both columns or parameters. */
const seenIn = (scope: string, attendee: string) =>
  `EXISTS (SELECT 1 FROM seen AS n WHERE n.scope = ${scope} AND n.day = 0 AND n.attendee = ${attendee})`;

// As they are now; ?2 says whether they are added or taken away.
const COUNT = `
INSERT INTO registration_counts (scope, registered, interested, attended)
SELECT p.scope, ?2 * count(*), ?2 * sum(p.interested), ?2 * sum(${seenIn('p.scope', 'p.attendee')})
FROM (
  SELECT q.scope, q.attendee, (
    SELECT max(k.kind = 'bookmark') FROM (
      SELECT g.kind FROM registrations AS g WHERE g.scope = q.scope AND g.attendee = q.attendee
      UNION ALL
      SELECT g.kind FROM registrations AS g WHERE g.event = q.scope AND g.attendee = q.attendee
    ) AS k
  ) AS interested
  FROM (
    SELECT r.value ->> 'scope' AS scope, r.value ->> 'attendee' AS attendee FROM jsonb_each(?1) AS r
    UNION
    SELECT r.value ->> 'event', r.value ->> 'attendee' FROM jsonb_each(?1) AS r
  ) AS q
) AS p
WHERE p.interested IS NOT NULL
GROUP BY p.scope
ON CONFLICT (scope) DO UPDATE SET
  registered = registered + excluded.registered, interested = interested + excluded.interested,
  attended = attended + excluded.attended`;

const EMPTY = `
DELETE FROM registration_counts
WHERE registered = 0 AND scope IN (
  SELECT r.value ->> 'scope' FROM jsonb_each(?1) AS r UNION SELECT r.value ->> 'event' FROM jsonb_each(?1) AS r
)`;

/** A registration or bookmark by its keys. */
export interface CountedRegistration {
  readonly scope: ScopeKey;
  /** The scope's event, or the scope itself. */
  readonly event: ScopeKey;
  readonly attendee: number;
}

/** Keeps the counts while registrations and bookmarks are written: those that `write` may touch must be among them. */
export async function countingRegistrations(
  database: Queryable,
  touched: readonly CountedRegistration[],
  write: () => Promise<void>,
): Promise<void> {
  if (touched.length === 0) return;
  const rows = JSON.stringify(touched.map(({ scope, event, attendee }) => ({ scope, event, attendee })));
  await database.all(COUNT, [rows, -1]);
  await write();
  await database.all(COUNT, [rows, 1]);
  await database.all(EMPTY, [rows]);
}

const COUNTED = `
SELECT c.scope FROM json_each(?1) AS r CROSS JOIN registration_counts AS c ON c.scope = r.value`;

const ATTENDED = `
UPDATE registration_counts SET attended = attended + (
  SELECT count(DISTINCT r.value) FROM json_each(?2) AS r
  WHERE NOT ${seenIn('?1', 'r.value')} AND (
    EXISTS (SELECT 1 FROM registrations AS g WHERE g.scope = ?1 AND g.attendee = r.value)
    OR EXISTS (SELECT 1 FROM registrations AS g WHERE g.event = ?1 AND g.attendee = r.value)
  )
)
WHERE scope = ?1`;

/** Attendees, by key, who are seen in a session or event. */
export interface SeenIn {
  readonly scope: ScopeKey;
  readonly keys: readonly number[];
}

/** Counts those of them who are registered and come for the first time. To be called before they are written. */
export async function countRegisteredComing(database: Queryable, coming: readonly SeenIn[]): Promise<void> {
  // Nearly always nobody is registered: one question spares as many as there are scopes.
  const scopes = coming.map(({ scope }) => scope);
  const counted = await allFromJson<{ scope: ScopeKey }>(database, COUNTED, scopes);
  const isCounted = new Set(counted.map(({ scope }) => scope));
  for (const { scope, keys } of coming) {
    if (isCounted.has(scope)) await database.all(ATTENDED, [scope, JSON.stringify(keys)]);
  }
}

const recount = (pairs: string) => `
INSERT INTO registration_counts (scope, registered, interested, attended)
SELECT p.scope, count(*), sum(p.interested), sum(${seenIn('p.scope', 'p.attendee')})
FROM (${pairs}) AS p
GROUP BY p.scope`;

const inEvents = (which: string) => `
SELECT g.event AS scope, g.attendee, max(g.kind = 'bookmark') AS interested
FROM registrations AS g WHERE ${which} GROUP BY g.event, g.attendee`;

const IN_SESSIONS = `
SELECT g.scope, g.attendee, max(g.kind = 'bookmark') AS interested
FROM registrations AS g WHERE g.scope <> g.event GROUP BY g.scope, g.attendee`;

const ALL_GONE = 'DELETE FROM registration_counts';
const ALL = recount(`${inEvents('true')} UNION ALL ${IN_SESSIONS}`);

/** Counts all anew. */
export async function recountRegistrations(database: Queryable): Promise<void> {
  await database.all(ALL_GONE);
  await database.all(ALL);
}

const WAS_COUNTED = 'DELETE FROM registration_counts WHERE scope = ?1 RETURNING scope';
const EVENTS_GONE = `${ALL_GONE} WHERE scope IN (SELECT r.value FROM json_each(?1) AS r)`;
const EVENTS = recount(inEvents('g.event IN (SELECT r.value FROM json_each(?1) AS r)'));

/** To be called when the registrations of a scope that goes have gone; `parents`: those of a session, with its event. */
export async function forgetRegistrationsOf(
  database: Queryable,
  scope: ScopeKey,
  parents: readonly ScopeKey[],
): Promise<void> {
  const counted = await database.all(WAS_COUNTED, [scope]);
  if (counted.length === 0) return;
  await writeFromJson(database, EVENTS_GONE, parents);
  await writeFromJson(database, EVENTS, parents);
}
