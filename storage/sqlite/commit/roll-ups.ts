import { ROLL_UP_MS } from '../../../server/figures/roll-up.ts';
import type { RollUpWritten } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';
import { STEP_NUMBERS } from '../read/roll-ups.ts';

const FORGET = `
DELETE FROM rollups
WHERE (scope, track, step, start_at) IN (
  SELECT s.value, t.value, ?2, ?3 FROM json_each(?1) AS s CROSS JOIN json_each('[0,1,2]') AS t
)`;

// An import may have come since they were counted; steps that it has changed are not kept.
const ROWS = `
INSERT INTO rollups (scope, track, step, start_at, peak, peak_at, minimum, area, covered, joins, leaves, uniques,
  connections, engagement)
SELECT r.value ->> 'scope', r.value ->> 'track', r.value ->> 'step', r.value ->> 'start', r.value ->> 'peak',
  r.value ->> 'peakAt', r.value ->> 'minimum', r.value ->> 'area', r.value ->> 'covered', r.value ->> 'joins',
  r.value ->> 'leaves', r.value ->> 'uniques', r.value ->> 'connections', r.value ->> 'actions'
FROM jsonb_each(?1) AS r
WHERE NOT EXISTS (
  SELECT 1 FROM backfilled AS b
  WHERE b.scope = r.value ->> 'scope' AND b.from_at < r.value ->> 'end' AND b.to_at > r.value ->> 'start'
)
ON CONFLICT (scope, track, step, start_at) DO UPDATE SET
  peak = excluded.peak, peak_at = excluded.peak_at, minimum = excluded.minimum, area = excluded.area,
  covered = excluded.covered, joins = excluded.joins, leaves = excluded.leaves, uniques = excluded.uniques,
  connections = excluded.connections, engagement = excluded.engagement`;

const ROLLED = `
INSERT INTO rolled (step, since, through) VALUES (?1, ?2, ?3)
ON CONFLICT (step) DO UPDATE SET since = excluded.since, through = excluded.through`;

/** To be called within a transaction. */
export async function writeRollUp(
  database: Queryable,
  { step, start, scopes, rows, rolled }: RollUpWritten,
): Promise<void> {
  const number = STEP_NUMBERS[step];
  await database.all(FORGET, [JSON.stringify(scopes), number, start]);
  const written = rows.map(({ engagement, ...row }) => {
    const end = row.start + ROLL_UP_MS[step];
    return { ...row, end, step: number, actions: engagement === null ? null : JSON.stringify(engagement) };
  });
  await writeFromJson(database, ROWS, written);
  await database.all(ROLLED, [number, rolled.since, rolled.through]);
}
