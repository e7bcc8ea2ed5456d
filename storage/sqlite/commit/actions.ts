import type { HistoryBatch } from '../../types.ts';
import type { Queryable } from '../database.ts';
import { writeFromJson } from '../json-rows.ts';

const ACTIONS = `
INSERT INTO actions (name)
SELECT r.value FROM json_each(?1) AS r WHERE true
ON CONFLICT (name) DO NOTHING`;

/** Gives keys to the actions that are new. */
export async function writeActions(
  database: Queryable,
  {
    engagements,
    engagementCounts,
    engagementMinutes,
  }: Pick<HistoryBatch, 'engagements' | 'engagementCounts' | 'engagementMinutes'>,
): Promise<void> {
  const names = new Set<string>();
  for (const { action } of engagements) names.add(action);
  for (const { action } of engagementCounts) names.add(action);
  for (const { action } of engagementMinutes) names.add(action);
  await writeFromJson(database, ACTIONS, [...names]);
}
