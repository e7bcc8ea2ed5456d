import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';

const ADVANCE = `
INSERT INTO progress (one, position, time, last_key, last_slice, last_engagement)
VALUES (1, ?1, ?2, ?3, ?4, ?5)
ON CONFLICT (one) DO UPDATE SET
  position = excluded.position,
  time = excluded.time,
  last_key = max(last_key, excluded.last_key),
  last_slice = max(last_slice, excluded.last_slice),
  last_engagement = last_engagement + excluded.last_engagement
WHERE excluded.time > time
RETURNING last_engagement AS lastEngagement`;

const EXTEND = `
UPDATE progress SET
  last_key = max(last_key, ?1), last_slice = max(last_slice, ?2), last_engagement = last_engagement + ?3
WHERE one = 1
RETURNING last_engagement AS lastEngagement`;

function highest(numbers: Iterable<number>): number {
  let result = 0;
  for (const number of numbers) result = Math.max(result, number);
  return result;
}

function highestKey({ organizations, events, sessions }: HistoryBatch): number {
  return highest([...organizations, ...events, ...sessions].map(({ key }) => key));
}

function highestSlice({ slicesStarted, slicesImported }: HistoryBatch): number {
  return highest([...slicesStarted, ...slicesImported].map(({ slice }) => slice));
}

/** Gives the key before that of the first engagement. */
export async function extend(database: Queryable, batch: HistoryBatch): Promise<number> {
  const count = batch.engagements.length;
  const [row] = await database.all<{ lastEngagement: number }>(EXTEND, [
    highestKey(batch),
    highestSlice(batch),
    count,
  ]);
  if (row === undefined) throw new Error('a file without a position cannot be written to');
  return row.lastEngagement - count;
}

/**
 * Moves the position in the log on. Gives the key before that of the batch's first engagement, or undefined when the
 * file is there or further on: log time is strictly increasing, so such a batch has been written already.
 */
export async function advance(database: Queryable, batch: HistoryBatch): Promise<number | undefined> {
  const count = batch.engagements.length;
  const [row] = await database.all<{ lastEngagement: number }>(ADVANCE, [
    batch.position,
    batch.time,
    highestKey(batch),
    highestSlice(batch),
    count,
  ]);
  return row && row.lastEngagement - count;
}
