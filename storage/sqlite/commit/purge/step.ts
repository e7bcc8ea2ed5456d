import type { ScopeKey } from '../../../../server/live/catalogue.ts';
import type { Queryable } from '../../database.ts';

/** A purge of an organization's own events and sessions. Times in ms. */
export interface Purging {
  readonly organization: ScopeKey;
  /** What the purge before this one has done already. */
  readonly since: number;
  readonly before: number;
  readonly salt: string;
}

/** Where a stage has come to: keys, in its own order; empty at its beginning. */
export type Place = readonly number[];

/** Does a part of a stage that takes some milliseconds; gives where the next one begins, null when there is none. */
export type Step = (database: Queryable, purging: Purging, place: Place) => Promise<Place | null>;

const NEXT_SESSION = `
SELECT min(s.key) AS session
FROM events AS v CROSS JOIN sessions AS s ON s.event = v.key
WHERE v.organization = ?1 AND s.key >= ?2`;

export async function nextSession(
  database: Queryable,
  { organization }: Purging,
  from: ScopeKey,
): Promise<ScopeKey | null> {
  const [row] = await database.all<{ session: ScopeKey | null }>(NEXT_SESSION, [organization, from]);
  return row?.session ?? null;
}
