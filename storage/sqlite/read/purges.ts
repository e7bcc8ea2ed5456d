import type { PurgeProgress } from '../../types.ts';
import type { Queryable } from '../database.ts';

const PURGES = `
SELECT organization, scope, before, started_at AS startedAt, done_at AS doneAt FROM purges
WHERE organization > 0 ORDER BY organization`;

export function readPurges(database: Queryable): Promise<PurgeProgress[]> {
  return database.all(PURGES);
}
