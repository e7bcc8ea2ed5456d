import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { engagementHash } from '../engagement-hash.ts';
import { writeFromJson, writeInParts } from '../json-rows.ts';
import type { Attendees } from './attendees.ts';

const PARTS = `
INSERT INTO import_parts (import, number, past)
SELECT r.value ->> 'import', r.value ->> 'number', r.value -> 'past' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (import, number) DO NOTHING`;

const GONE = 'DELETE FROM import_parts WHERE import IN (SELECT r.value FROM json_each(?1) AS r)';

const SLICES = `
INSERT INTO slices (slice, session, attendee, mode, start_at, end_at, counted_until, ended_by, country, played_ms, client_id)
SELECT r.value ->> 0, r.value ->> 1, r.value ->> 2, r.value ->> 3, r.value ->> 4, r.value ->> 5, r.value ->> 5,
  'leave', r.value ->> 6, r.value ->> 7, r.value ->> 8
FROM jsonb_each(?1) AS r`;

const SLICE_IDS = `
INSERT INTO imported_slices (hash, slice)
SELECT unhex(r.value ->> 0), r.value ->> 1 FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (hash) DO NOTHING`;

// What live knew of connections in the minute stays.
const MINUTES = `
INSERT INTO minutes (scope, track, minute, peak, peak_at, minimum, area, covered, joins, leaves, uniques)
SELECT r.value ->> 'scope', r.value ->> 'track', r.value ->> 'minute', r.value ->> 'peak', r.value ->> 'peakAt',
  r.value ->> 'minimum', r.value ->> 'area', r.value ->> 'covered', r.value ->> 'joins', r.value ->> 'leaves',
  r.value ->> 'uniques'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (scope, track, minute) DO UPDATE SET
  peak = excluded.peak, peak_at = excluded.peak_at, minimum = excluded.minimum, area = excluded.area,
  covered = excluded.covered, joins = excluded.joins, leaves = excluded.leaves, uniques = excluded.uniques`;

const BACKFILLED = `
INSERT INTO backfilled (scope, from_at, to_at)
SELECT r.value ->> 'scope', r.value ->> 'from', r.value ->> 'to' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (scope, from_at) DO UPDATE SET to_at = max(to_at, excluded.to_at)`;

// Hours and days of which an import has changed something are not kept: their minutes are asked.
const ROLL_UPS = `
DELETE FROM rollups
WHERE (scope, track, step, start_at) IN (
  WITH RECURSIVE steps (scope, step, size, start_at, to_at) AS (
    SELECT r.value ->> 'scope', s.value ->> 0, s.value ->> 1,
      r.value ->> 'from' - (r.value ->> 'from') % (s.value ->> 1), r.value ->> 'to'
    FROM jsonb_each(?1) AS r CROSS JOIN json_each('[[1,3600000],[2,86400000]]') AS s
    UNION ALL
    SELECT scope, step, size, start_at + size, to_at FROM steps WHERE start_at + size < to_at
  )
  SELECT scope, t.value, step, start_at FROM steps CROSS JOIN json_each('[0,1,2]') AS t
)`;

const WATCH = `
INSERT INTO backfilled_watch (day, session, ms, uncut_ms)
SELECT r.value ->> 'day', r.value ->> 'session', r.value ->> 'ms', r.value ->> 'uncutMs'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (session, day) DO UPDATE SET ms = ms + excluded.ms, uncut_ms = uncut_ms + excluded.uncut_ms`;

const OLD = `
DELETE FROM imports WHERE at < (SELECT min(r.value ->> 'forgetBefore') FROM jsonb_each(?1) AS r)`;

// A key of more than a day ago may have been used again.
const ANSWERS = `
INSERT INTO imports (id, organization, at, idempotency_key, digest, answer)
SELECT r.value ->> 'import', r.value ->> 'organization', r.value ->> 'at', r.value ->> '$.idempotency.key',
  r.value ->> '$.idempotency.digest', r.value -> 'answer'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (id) DO NOTHING`;

/** What waits no more, and what waits for the last entry of its import. */
export async function writeParts(database: Queryable, batch: HistoryBatch): Promise<void> {
  await writeFromJson(database, GONE, batch.importsGone);
  await writeFromJson(database, PARTS, batch.importParts);
}

/** What an import brought. */
export async function writeImported(
  database: Queryable,
  batch: HistoryBatch,
  attendees: Attendees,
): Promise<void> {
  const { slicesImported } = batch;
  const rows = slicesImported.map(
    ({ slice, session, tenant, attendee, mode, start, end, country, ...more }) => {
      const key = attendees.keyOf(tenant, attendee);
      return [slice, session, key, mode, start, end, country, more.watchedMs, more.id];
    },
  );
  await writeInParts(database, SLICES, rows);
  const ids = slicesImported.map(({ tenant, id, slice }) => [engagementHash(tenant, id), slice]);
  await writeInParts(database, SLICE_IDS, ids);
  await writeFromJson(database, MINUTES, batch.minutesRecounted);
  await writeFromJson(database, BACKFILLED, batch.backfilled);
  await writeFromJson(database, ROLL_UPS, batch.backfilled);
  await writeFromJson(database, WATCH, batch.backfilledWatch);
  await writeFromJson(database, OLD, batch.importAnswers);
  await writeFromJson(database, ANSWERS, batch.importAnswers);
}
