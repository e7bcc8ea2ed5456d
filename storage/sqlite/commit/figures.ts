import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const RUNS = `
INSERT INTO runs (start_at, end_at)
SELECT r.value ->> 'start', r.value ->> 'end' FROM jsonb_each(?1) AS r WHERE true
ON CONFLICT (start_at) DO UPDATE SET end_at = max(end_at, excluded.end_at)`;

export const PEAKS = `
INSERT INTO peaks (day, scope, value, at)
SELECT r.value ->> 'day', r.value ->> 'scope', r.value ->> 'value', r.value ->> 'at'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (day, scope) DO UPDATE SET value = excluded.value, at = excluded.at
WHERE excluded.value > value OR (excluded.value = value AND excluded.at < at)`;

export const WATCHED = `
INSERT INTO watched (day, scope, ms, live_ms)
SELECT r.value ->> 'day', r.value ->> 'scope', CAST(round(r.value ->> 'ms') AS INTEGER),
  CAST(round(r.value ->> 'liveMs') AS INTEGER)
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (day, scope) DO UPDATE SET ms = excluded.ms, live_ms = excluded.live_ms`;

const MINUTES = `
INSERT INTO minutes (scope, track, minute, peak, peak_at, minimum, area, covered, joins, leaves, uniques,
  connections)
SELECT r.value ->> 'scope', r.value ->> 'track', r.value ->> 'minute', r.value ->> 'peak', r.value ->> 'peakAt',
  r.value ->> 'minimum', r.value ->> 'area', r.value ->> 'covered', r.value ->> 'joins', r.value ->> 'leaves',
  r.value ->> 'uniques', r.value ->> 'connections'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (scope, track, minute) DO UPDATE SET
  peak = excluded.peak, peak_at = excluded.peak_at, minimum = excluded.minimum, area = excluded.area,
  covered = excluded.covered, joins = excluded.joins, leaves = excluded.leaves, uniques = excluded.uniques,
  connections = excluded.connections`;

export const ENGAGEMENT_COUNTS = `
INSERT INTO engagement_counts (day, scope, action, count)
SELECT r.value ->> 'day', r.value ->> 'scope', c.key, r.value ->> 'count'
FROM jsonb_each(?1) AS r
CROSS JOIN actions AS c ON c.name = r.value ->> 'action'
WHERE true
ON CONFLICT (day, scope, action) DO UPDATE SET count = count + excluded.count`;

export const ENGAGEMENT_MINUTES = `
INSERT INTO engagement_minutes (scope, minute, action, count)
SELECT r.value ->> 'scope', r.value ->> 'minute', c.key, r.value ->> 'count'
FROM jsonb_each(?1) AS r
CROSS JOIN actions AS c ON c.name = r.value ->> 'action'
WHERE true
ON CONFLICT (scope, minute, action) DO UPDATE SET count = count + excluded.count`;

/** Figures by scope. Minutes and watch time are absolute and replace what was there; counts of engagements are added. */
export async function writeFigures(database: Queryable, batch: HistoryBatch): Promise<void> {
  await writeFromJson(database, RUNS, batch.runs);
  await writeFromJson(database, PEAKS, batch.peaks);
  await writeFromJson(database, WATCHED, batch.watched);
  await writeFromJson(database, MINUTES, batch.minutes);
  await writeFromJson(database, ENGAGEMENT_COUNTS, batch.engagementCounts);
  await writeFromJson(database, ENGAGEMENT_MINUTES, batch.engagementMinutes);
}
