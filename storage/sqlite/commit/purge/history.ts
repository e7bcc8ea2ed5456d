import { dayOf } from '../../../../server/live/watch.ts';
import { writeFromJson } from '../../json-rows.ts';
import { changeAllDays } from '../days.ts';
import { nextSession, type Step } from './step.ts';

const LIMIT = 1000;

const SLICES = `
SELECT slice, start_at AS start, end_at IS NOT NULL AND max(end_at, counted_until) < ?2 AS isOver
FROM slices
WHERE session = ?1 AND start_at < ?2 AND (start_at, slice) > (?3, ?4)
ORDER BY start_at, slice LIMIT ?5`;

interface Slice {
  readonly slice: number;
  readonly start: number;
  readonly isOver: number;
}

const OF_SLICES = ['played', 'visibility', 'slices'].map(
  (table) => `DELETE FROM ${table} WHERE slice IN (SELECT r.value FROM json_each(?1) AS r)`,
);

/** Slices that were over before the horizon. */
export const purgeSlices: Step = async (database, purging, [from = 0, start = -1, slice = 0]) => {
  const session = await nextSession(database, purging, from);
  if (session === null) return null;
  const after = session === from ? [start, slice] : [-1, 0];
  const rows = await database.all<Slice>(SLICES, [session, purging.before, ...after, LIMIT]);
  const over = rows.filter(({ isOver }) => isOver === 1).map((row) => row.slice);
  for (const sql of OF_SLICES) await writeFromJson(database, sql, over);
  if (over.length > 0) await changeAllDays(database, [session], dayOf(purging.before));
  const last = rows.at(-1);
  return rows.length < LIMIT || last === undefined ? [session + 1] : [session, last.start, last.slice];
};

const ENGAGEMENTS = `
DELETE FROM engagements WHERE key IN (
  SELECT key FROM engagements WHERE session = ?1 AND at < ?2 ORDER BY at LIMIT ?3
)
RETURNING key`;

/** Engagements from before the horizon; their ids stay used, and what they were counted as stays counted. */
export const purgeEngagements: Step = async (database, purging, [from = 0]) => {
  const session = await nextSession(database, purging, from);
  if (session === null) return null;
  const gone = await database.all(ENGAGEMENTS, [session, purging.before, LIMIT]);
  if (gone.length > 0) await changeAllDays(database, [session], dayOf(purging.before));
  return gone.length < LIMIT ? [session + 1] : [session];
};
