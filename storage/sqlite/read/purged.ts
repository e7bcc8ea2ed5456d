import type { ScopeSpan, Span } from '../../types.ts';
import type { Queryable } from '../database.ts';

const PURGED = `
SELECT from_at AS "from", to_at AS "to" FROM purged
WHERE scope = ?1 AND from_at < ?3 AND to_at > ?2
ORDER BY from_at, to_at`;

export function readPurged(database: Queryable, { scope, from, to }: ScopeSpan): Promise<Span[]> {
  return database.all(PURGED, [scope, from, to]);
}
