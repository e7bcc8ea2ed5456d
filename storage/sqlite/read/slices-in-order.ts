import type { SliceRow, SlicesPage } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { allPacked } from '../packed.ts';
import { packedSlices, SLICE_COLUMNS } from '../slice-columns.ts';

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

const PAGE = packedSlices(`
SELECT ${SLICE_COLUMNS}
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
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.start_at, s.slice`);

/** All slices of all sessions, in order of start and slice. */
export function readSlicesInOrder(database: Queryable, { after, limit }: SlicesPage): Promise<SliceRow[]> {
  return allPacked(database, PAGE, [after.start, after.slice, limit]);
}
