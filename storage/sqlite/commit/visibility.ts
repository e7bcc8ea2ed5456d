import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const CLOSE_BEFORE = `
UPDATE visibility SET end_at = first.at
FROM (
  SELECT r.value ->> 'slice' AS slice, min(r.value ->> 'at') AS at FROM jsonb_each(?1) AS r GROUP BY 1
) AS first
WHERE visibility.slice = first.slice AND visibility.end_at IS NULL AND visibility.start_at < first.at`;

// Of several states at one instant the last one holds; with max() the other columns are those of its row.
const INSERT = `
INSERT INTO visibility (slice, start_at, end_at, state)
SELECT s.slice, s.at, lead(s.at) OVER (PARTITION BY s.slice ORDER BY s.at), s.state
FROM (
  SELECT r.value ->> 'slice' AS slice, r.value ->> 'at' AS at, r.value ->> 'state' AS state, max(r.key)
  FROM jsonb_each(?1) AS r
  GROUP BY 1, 2
) AS s
WHERE true
ON CONFLICT (slice, start_at) DO UPDATE SET state = excluded.state, end_at = excluded.end_at`;

const CLOSE_ENDED = `
UPDATE visibility SET end_at = max(visibility.start_at, r.value ->> 1)
FROM jsonb_each(?1) AS r
WHERE visibility.slice = r.value ->> 0 AND visibility.end_at IS NULL`;

/** Keeps states as spans: a new state closes the span before, the end of the slice closes the last. */
export async function writeVisibility(database: Queryable, batch: HistoryBatch): Promise<void> {
  await writeFromJson(database, CLOSE_BEFORE, batch.visibility);
  await writeFromJson(database, INSERT, batch.visibility);
  const ended = batch.slicesEnded.map(({ slice, end }) => [slice, end]);
  await writeFromJson(database, CLOSE_ENDED, ended);
}
