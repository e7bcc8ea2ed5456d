import type { SliceRow, UniquesFilter } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked } from '../packed.ts';
import { packedSlices, SLICE_COLUMNS } from '../slice-columns.ts';
import { LENGTHS } from './lengths.ts';

/** Counted is `[start, countedUntil)`, so `counted_until = start_at` is never true of anybody who was counted. */
const COUNTED_ENDED = `
e.start_at > ?1 - lengths.longest AND e.start_at < ?2 AND e.counted_until > ?1 AND e.counted_until > e.start_at`;

const BETWEEN = packedSlices(`
WITH ${LENGTHS}
SELECT ${SLICE_COLUMNS}
FROM (
  SELECT e.slice FROM lengths CROSS JOIN slices AS e ON e.length = lengths.length WHERE ${COUNTED_ENDED}
  UNION ALL
  SELECT o.slice FROM slices AS o WHERE o.end_at IS NULL AND o.start_at < ?2
) AS present
CROSS JOIN slices AS s ON s.slice = present.slice
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.start_at, s.slice`);

/** All slices of any session that were counted at any instant of `[from, to)`. */
export async function readSlicesBetween(database: Queryable, from: number, to: number): Promise<SliceRow[]> {
  return from < to ? allPacked(database, BETWEEN, [from, to]) : [];
}

function uniquesSql(mode: (table: string) => string): string {
  return `
WITH ${LENGTHS}
SELECT count(*) AS count
FROM (
  SELECT e.attendee
  FROM json_each(?3) AS r
  CROSS JOIN lengths
  CROSS JOIN slices AS e ON e.session = r.value AND e.length = lengths.length
  WHERE ${COUNTED_ENDED} ${mode('e')}
  UNION
  SELECT o.attendee
  FROM json_each(?3) AS r
  CROSS JOIN slices AS o ON o.session = r.value
  WHERE o.end_at IS NULL AND o.start_at < ?2 ${mode('o')}
)`;
}

const UNIQUES = uniquesSql(() => 'AND ?4 IS NULL');
const UNIQUES_OF_MODE = uniquesSql((table) => `AND ${table}.mode = ?4`);

/** Distinct attendees counted at any instant of `[from, to)` in any of the sessions. */
export async function readUniques(database: Queryable, filter: UniquesFilter): Promise<number> {
  const { sessions, mode, from, to } = filter;
  if (from >= to) return 0;
  const sql = mode === undefined ? UNIQUES : UNIQUES_OF_MODE;
  const [row] = await database.all<{ count: number }>(sql, [
    from,
    to,
    JSON.stringify(sessions),
    mode ?? null,
  ]);
  return row?.count ?? 0;
}
