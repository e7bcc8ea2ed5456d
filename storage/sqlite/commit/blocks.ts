import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const BLOCKS = `
INSERT INTO blocks (tenant, attendee, scope, until)
SELECT r.value ->> 'tenant', r.value ->> 'attendee', r.value ->> 'scope', r.value ->> 'until'
FROM jsonb_each(?1) AS r
WHERE true
ON CONFLICT (tenant, attendee, scope) DO UPDATE SET until = excluded.until`;

const OVER = 'DELETE FROM blocks WHERE until <= ?1';

export async function writeBlocks(database: Queryable, { blocks, time }: HistoryBatch): Promise<void> {
  if (blocks.length === 0) return;
  await writeFromJson(database, BLOCKS, blocks);
  await database.all(OVER, [time]);
}
