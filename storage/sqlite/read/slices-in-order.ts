import type { SlicesPage, SliceToCount } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked, packed } from '../packed.ts';

const LENGTHS = [0, 1, 2, 3, 4, 5, 6] as const;

/** Each class of length is in order in its index, so that the page is merged and nothing is sorted but who is there. */
const ENDED = LENGTHS.map(
  (length) => `
  SELECT * FROM (
    SELECT slice, start_at FROM slices
    WHERE length = ${length} AND start_at >= ?1 AND (start_at, slice) > (?1, ?2)
    ORDER BY start_at, slice LIMIT ?3
  )`,
).join('\n  UNION ALL');

type Cells = readonly [
  ...[slice: number, session: number, attendeeKey: number, mode: SliceToCount['mode'], start: number],
  ...[end: number | null, countedUntil: number | null, playedMs: number | null, clientId: string | null],
];

// One literal of one shape: all slices of the file come this way.
function sliceOf(cells: Cells): SliceToCount {
  return {
    slice: cells[0],
    session: cells[1],
    attendeeKey: cells[2],
    mode: cells[3],
    start: cells[4],
    end: cells[5],
    countedUntil: cells[6],
    playedMs: cells[7],
    clientId: cells[8],
  };
}

const PAGE = packed(
  [
    ...(['slice', 'session', 'attendeeKey', 'mode', 'start'] as const),
    ...(['end', 'countedUntil', 'playedMs', 'clientId'] as const),
  ],
  `
SELECT s.slice, s.session, s.attendee AS attendeeKey, s.mode, s.start_at AS start, s.end_at AS "end",
  s.counted_until AS countedUntil, s.played_ms AS playedMs, s.client_id AS clientId
FROM (
  SELECT slice FROM (${ENDED}
  UNION ALL
  SELECT * FROM (
    SELECT slice, start_at FROM slices INDEXED BY slices_open
    WHERE end_at IS NULL AND (start_at, slice) > (?1, ?2)
    ORDER BY start_at, slice LIMIT ?3
  ))
  ORDER BY start_at, slice LIMIT ?3
) AS page
CROSS JOIN slices AS s ON s.slice = page.slice
ORDER BY s.start_at, s.slice`,
  sliceOf,
);

/** All slices of all sessions, in order of start and slice. */
export function readSlicesInOrder(
  database: Queryable,
  { after, limit }: SlicesPage,
): Promise<SliceToCount[]> {
  return allPacked(database, PAGE, [after.start, after.slice, limit]);
}
