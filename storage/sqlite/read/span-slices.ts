import type { ScopeKey } from '../../../server/live/catalogue.ts';
import type { Extent, SliceRow, SpanFilter, SpanSlicesFilter } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked } from '../packed.ts';
import { packedSlices, SLICE_COLUMNS } from '../slice-columns.ts';
import { LENGTHS } from './lengths.ts';

const SLICES = packedSlices(`
SELECT ${SLICE_COLUMNS}
FROM json_each(?1) AS r
CROSS JOIN slices AS s INDEXED BY slices_by_attendee
  ON s.session = r.value AND s.attendee >= ?4 AND s.attendee <= ?5
CROSS JOIN attendees AS a ON a.key = s.attendee
WHERE s.start_at < ?3 AND (s.end_at IS NULL OR max(s.end_at, s.counted_until) >= ?2) AND (s.attendee, s.start_at, s.slice) > (?4, ?6, ?7)
ORDER BY s.attendee, s.start_at, s.slice LIMIT ?8`);

/** See the port's `slicesOfSpan`. */
export function readSlicesOfSpan(database: Queryable, filter: SpanSlicesFilter): Promise<SliceRow[]> {
  const { sessions, from, to, after, throughAttendee, limit } = filter;
  const { attendeeKey, start, slice } = after;
  return allPacked(database, SLICES, [
    JSON.stringify(sessions),
    from,
    to,
    attendeeKey,
    throughAttendee,
    start,
    slice,
    limit,
  ]);
}

const NEXT = `
SELECT min((
  SELECT s.attendee FROM slices AS s WHERE s.session = r.value AND s.attendee > ?2 ORDER BY s.attendee LIMIT 1
)) AS attendee
FROM json_each(?1) AS r`;

/** The first key after another one whose attendee has a slice in any of the sessions. */
export async function readNextAttendee(
  database: Queryable,
  sessions: readonly ScopeKey[],
  after: number,
): Promise<number | null> {
  const [row] = await database.all<{ attendee: number | null }>(NEXT, [JSON.stringify(sessions), after]);
  return row?.attendee ?? null;
}

// One slice of a session is enough, so hardly more than the first of a class is looked at.
const SESSIONS = `
WITH ${LENGTHS}
SELECT r.value AS session
FROM json_each(?1) AS r
WHERE EXISTS (
  SELECT 1 FROM slices AS o WHERE o.session = r.value AND o.end_at IS NULL AND o.start_at < ?3
) OR EXISTS (
  SELECT 1
  FROM lengths CROSS JOIN slices AS e ON e.session = r.value AND e.length = lengths.length
  WHERE e.start_at >= ?2 - lengths.longest AND e.start_at < ?3 AND max(e.end_at, e.counted_until) >= ?2
)`;

/** See the port's `sessionsOfSpan`. */
export async function readSessionsOfSpan(
  database: Queryable,
  { sessions, from, to }: SpanFilter,
): Promise<ScopeKey[]> {
  const rows = await database.all<{ session: ScopeKey }>(SESSIONS, [JSON.stringify(sessions), from, to]);
  return rows.map(({ session }) => session);
}

const FIRST_START = `
SELECT min((SELECT s.start_at FROM slices AS s WHERE s.session = r.value ORDER BY s.start_at LIMIT 1)) AS start
FROM json_each(?1) AS r`;

/** See the port's `firstStart`. */
export async function readFirstStart(
  database: Queryable,
  sessions: readonly ScopeKey[],
): Promise<number | null> {
  const [row] = await database.all<{ start: number | null }>(FIRST_START, [JSON.stringify(sessions)]);
  return row?.start ?? null;
}

// The latest end is that of a slice which cannot have begun long before the last one: how long, its class says.
const EXTENT = `
WITH ${LENGTHS},
sessions_asked (session, last) AS (
  SELECT r.value, (SELECT s.start_at FROM slices AS s WHERE s.session = r.value ORDER BY s.start_at DESC LIMIT 1)
  FROM json_each(?1) AS r
)
SELECT
  (
    SELECT min((SELECT s.start_at FROM slices AS s WHERE s.session = q.session ORDER BY s.start_at LIMIT 1))
    FROM sessions_asked AS q
  ) AS start,
  max(e.end_at) AS end, max(e.counted_until) AS countedUntil,
  EXISTS (
    SELECT 1
    FROM sessions_asked AS q CROSS JOIN slices AS o ON o.session = q.session
    WHERE o.end_at IS NULL
  ) AS open
FROM sessions_asked AS q
CROSS JOIN lengths
CROSS JOIN slices AS e ON e.session = q.session AND e.length = lengths.length
WHERE e.start_at >= q.last - lengths.longest`;

interface ExtentRow {
  readonly start: number | null;
  readonly end: number | null;
  readonly countedUntil: number | null;
  readonly open: number;
}

/** See the port's `extent`. */
export async function readExtent(
  database: Queryable,
  sessions: readonly ScopeKey[],
): Promise<Extent | undefined> {
  const [row] = await database.all<ExtentRow>(EXTENT, [JSON.stringify(sessions)]);
  if (row === undefined || row.start === null) return undefined;
  const { start, end, countedUntil, open } = row;
  return open === 1 ? { start, end: null, countedUntil: null } : { start, end, countedUntil };
}
