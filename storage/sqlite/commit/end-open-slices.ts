import type { WatchedAfter } from '../../ports/history/commits.ts';
import type { SliceRow } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import { SLICE_COLUMNS } from '../slice-columns.ts';
import { changeDaysOf } from './days.ts';
import { WATCHED } from './figures.ts';

const VISIBILITY = `
UPDATE visibility SET end_at = max(start_at, CAST(?1 AS INTEGER))
WHERE end_at IS NULL AND slice IN (SELECT slice FROM slices WHERE end_at IS NULL)`;

const SLICES = `
UPDATE slices SET
  end_at = max(start_at, CAST(?1 AS INTEGER)),
  counted_until = max(start_at, CAST(?1 AS INTEGER)) + 1,
  ended_by = 'crash'
WHERE end_at IS NULL
RETURNING slice`;

const ENDED = `
SELECT ${SLICE_COLUMNS}
FROM json_each(?1) AS r
CROSS JOIN slices AS s ON s.slice = r.value
CROSS JOIN attendees AS a ON a.key = s.attendee
ORDER BY s.start_at, s.slice`;

const STALE = `
INSERT INTO stale (session, after_attendee)
SELECT DISTINCT s.session, 0
FROM json_each(?1) AS r CROSS JOIN slices AS s ON s.slice = r.value
WHERE true
ON CONFLICT (session) DO UPDATE SET after_attendee = 0`;

const RUN = `
UPDATE runs SET end_at = end_at + 1
WHERE start_at = (SELECT max(start_at) FROM runs WHERE start_at <= ?1) AND end_at = ?1`;

/** To be called within a transaction. Nobody is in a bubble any more, no import is being made, and no state from before is that of the file. Gives the slices that were open, as they are now. */
export async function endOpenSlices(
  database: Queryable,
  time: number,
  watched: WatchedAfter = () => [],
): Promise<SliceRow[]> {
  await database.all(VISIBILITY, [time]);
  const ended = await database.all<{ slice: number }>(SLICES, [time]);
  if (ended.length > 0) await database.all(RUN, [time]);
  await database.all('DELETE FROM bubbles');
  await database.all('DELETE FROM snapshot');
  await database.all('DELETE FROM import_parts');
  const slices = [JSON.stringify(ended.map(({ slice }) => slice))];
  await database.all(STALE, slices);
  const rows = await database.all<SliceRow>(ENDED, slices);
  const ends = rows.map((row) => ({ ...row, end: row.end ?? time, countedUntil: row.countedUntil ?? time }));
  await changeDaysOf(database, ends);
  if (rows.length > 0) await writeFromJson(database, WATCHED, watched(rows));
  return rows;
}
