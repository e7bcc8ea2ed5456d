import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Queryable } from '../database.ts';

const PURGED = `
SELECT from_at AS "from", to_at AS "to" FROM purged
WHERE scope = ?1 AND from_at < ?3 AND to_at > ?2
ORDER BY from_at, to_at`;

export interface PurgedFilter {
  readonly scope: ScopeKey;
  readonly from: number;
  readonly to: number;
}

export function readPurged(
  database: Queryable,
  { scope, from, to }: PurgedFilter,
): Promise<{ from: number; to: number }[]> {
  return database.all(PURGED, [scope, from, to]);
}
