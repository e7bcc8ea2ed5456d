import type { Rolled, RollUpFilter, RollUpRow, RollUpStep } from '../../types.ts';
import type { Queryable } from '../database.ts';

export const STEP_NUMBERS: Readonly<Record<RollUpStep, number>> = { hour: 1, day: 2 };

export async function readRolled(database: Queryable, step: RollUpStep): Promise<Rolled | undefined> {
  const [rolled] = await database.all<Rolled>('SELECT since, through FROM rolled WHERE step = ?1', [
    STEP_NUMBERS[step],
  ]);
  return rolled;
}

const ROLL_UPS = `
SELECT scope, track, start_at AS start, peak, peak_at AS peakAt, minimum, area, covered, joins, leaves, uniques,
  connections, engagement
FROM rollups
WHERE scope = ?1 AND track = ?2 AND step = ?3 AND start_at >= ?4 AND start_at < ?5
ORDER BY start_at`;

type Row = Omit<RollUpRow, 'engagement'> & { readonly engagement: string | null };

export async function readRollUps(
  database: Queryable,
  { scope, track, step, from, to }: RollUpFilter,
): Promise<RollUpRow[]> {
  const rows = await database.all<Row>(ROLL_UPS, [scope, track, STEP_NUMBERS[step], from, to]);
  return rows.map((row) => {
    return { ...row, engagement: row.engagement === null ? null : JSON.parse(row.engagement) };
  });
}
