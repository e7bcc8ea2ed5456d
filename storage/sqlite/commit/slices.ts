import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson, writeInParts } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';

// Rows are lists in the order of the columns: there are more of them than of anything else, and names would be most of it.
const STARTED = `
INSERT INTO slices (slice, session, attendee, mode, start_at, country)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5
FROM jsonb_each(?1) AS r`;

// Positions come from clients as decimals; a fraction of a millisecond must not make the whole batch fail.
const ADVANCED = `
UPDATE slices SET played_ms = coalesce(played_ms, 0) + p.advance
FROM (
  SELECT r.value ->> 'slice' AS slice, CAST(round(sum(r.value ->> 'advanceMs')) AS INTEGER) AS advance
  FROM jsonb_each(?1) AS r
  GROUP BY 1
) AS p
WHERE slices.slice = p.slice`;

const SPANS = `
INSERT INTO played (slice, from_ms, to_ms)
SELECT r.value ->> 'slice', CAST(round(span.value ->> 0) AS INTEGER), CAST(round(span.value ->> 1) AS INTEGER)
FROM jsonb_each(?1) AS r
CROSS JOIN jsonb_each(r.value, '$.spans') AS span`;

const ENDED = `
UPDATE slices SET
  end_at = r.value ->> 1, counted_until = r.value ->> 2, ended_by = r.value ->> 3
FROM jsonb_each(?1) AS r
WHERE slices.slice = r.value ->> 0`;

/** A slice may start, play and end within the batch. */
export async function writeSlices(
  database: Queryable,
  batch: HistoryBatch,
  attendees: Attendees,
): Promise<void> {
  const started = batch.slicesStarted.map(({ slice, session, tenant, attendee, mode, start, country }) => {
    return [slice, session, attendees.keyOf(tenant, attendee), mode, start, country];
  });
  await writeInParts(database, STARTED, started);
  await writeFromJson(database, ADVANCED, batch.slicesPlayed);
  await writeFromJson(database, SPANS, batch.slicesPlayed);
  const ended = batch.slicesEnded.map(({ slice, end, countedUntil, endedBy }) => {
    return [slice, end, countedUntil, endedBy];
  });
  await writeInParts(database, ENDED, ended);
}
