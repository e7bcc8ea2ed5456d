import type { SliceFilter, SliceRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, type Packed } from '../packed.ts';
import { packedSlices, SLICE_COLUMNS } from '../slice-columns.ts';
import { ATTENDEE_OF_SESSION } from './attendee-of-session.ts';
import { LENGTHS } from './lengths.ts';

// Parameters of all three: session, attendee, mode, from, to, start and slice of the cursor, limit.
const AFTER = '(s.start_at, s.slice) > (?6, ?7)';

/** Begun in `[from, to)`, with `from` in the cursor: in order in the index, so nothing but the page is read. */
function begunSince(mode: string): string {
  return `
SELECT ${SLICE_COLUMNS} FROM slices AS s CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE s.session = ?1 AND s.start_at < ?5 AND ${AFTER} AND ?2 IS NULL AND ?4 IS NOT NULL ${mode}
ORDER BY s.start_at, s.slice LIMIT ?8`;
}

/** Begun before `from` and not ended before it: about as many as were present at `from`. */
function begunBefore(mode: string): string {
  return `
WITH ${LENGTHS}
SELECT ${SLICE_COLUMNS}
FROM (
  SELECT e.slice
  FROM lengths CROSS JOIN slices AS e ON e.session = ?1 AND e.length = lengths.length
  WHERE e.start_at >= ?4 - lengths.longest AND e.start_at < ?4 AND e.end_at >= ?4
  UNION ALL
  SELECT o.slice FROM slices AS o WHERE o.session = ?1 AND o.end_at IS NULL AND o.start_at < ?4
) AS present
CROSS JOIN slices AS s ON s.slice = present.slice
CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE ${AFTER} AND ?2 IS NULL ${mode}
ORDER BY s.start_at, s.slice LIMIT ?8`;
}

/** One person has few slices in a session: all since the cursor are looked at. */
function ofAttendee(mode: string): string {
  return `
SELECT ${SLICE_COLUMNS}
FROM slices AS s INDEXED BY slices_by_attendee CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE s.session = ?1 AND s.attendee = ${ATTENDEE_OF_SESSION} AND s.start_at < ?5
  AND (s.end_at IS NULL OR s.end_at >= ?4) AND ${AFTER} ${mode}
ORDER BY s.start_at, s.slice LIMIT ?8`;
}

const statements = (mode: string) => ({
  begunSince: packedSlices(begunSince(mode)),
  begunBefore: packedSlices(begunBefore(mode)),
  ofAttendee: packedSlices(ofAttendee(mode)),
});
const OF_ANY_MODE = statements('AND ?3 IS NULL');
const OF_ONE_MODE = statements('AND s.mode = ?3');

const FIRST = -Number.MAX_SAFE_INTEGER;

export async function readSlices(database: Queryable, filter: SliceFilter): Promise<SliceRow[]> {
  const { session, attendee = null, mode = null, from = FIRST, to = Number.MAX_SAFE_INTEGER, limit } = filter;
  if (from >= to) return [];
  const after = filter.after ?? { start: FIRST, slice: 0 };
  const { begunSince, begunBefore, ofAttendee } = mode === null ? OF_ANY_MODE : OF_ONE_MODE;
  const page = (statement: Packed<SliceRow>, { start, slice }: typeof after, rows: number) =>
    allPacked(database, statement, [session, attendee, mode, from, to, start, slice, rows]);

  if (attendee !== null) return page(ofAttendee, after, limit);
  if (after.start >= from) return page(begunSince, after, limit);
  // Whatever began before `from` comes before whatever began since, so the second part only fills up the page.
  const earlier = await page(begunBefore, after, limit);
  if (earlier.length === limit) return earlier;
  return [...earlier, ...(await page(begunSince, { start: from, slice: 0 }, limit - earlier.length))];
}
