import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';

const REPLACE = `
INSERT INTO snapshot (one, version, position, time, text) VALUES (1, ?1, ?2, ?3, ?4)
ON CONFLICT (one) DO UPDATE SET
  version = excluded.version, position = excluded.position, time = excluded.time, text = excluded.text`;

export async function writeSnapshot(database: Queryable, { snapshot }: HistoryBatch): Promise<void> {
  if (snapshot === null) return;
  const { version, position, time, text } = snapshot;
  await database.all(REPLACE, [version, position, time, text]);
}
