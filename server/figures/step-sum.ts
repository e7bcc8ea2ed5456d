import type { MinuteRow, RollUpRow, Run } from '../../storage/types.ts';

/** Figures of a step, as minutes and longer steps have them; uniques do not add up. */
export type StepSum = Omit<RollUpRow, 'scope' | 'track' | 'start' | 'uniques' | 'engagement'>;

type Part = Omit<MinuteRow, 'scope' | 'track' | 'minute' | 'uniques' | 'peakAt'> & {
  readonly peakAt: number | null;
};

export interface StepParts {
  /** Every shorter step in which the log was alive has a row; those without one had nobody. */
  readonly gapless: boolean;
  /** ms of the step in which the log was alive. */
  readonly covered: number;
}

/** Sums shorter steps, in order, up to a longer one. */
export function sumSteps(rows: readonly Part[], { gapless, covered }: StepParts): StepSum {
  const highest = rows.reduce<Part | undefined>(
    (best, row) => (row.peak > (best?.peak ?? 0) ? row : best),
    undefined,
  );
  return {
    peak: highest?.peak ?? 0,
    peakAt: highest?.peakAt ?? null,
    minimum: gapless && rows.length > 0 ? Math.min(...rows.map((row) => row.minimum)) : 0,
    area: sum(rows, 'area'),
    covered,
    joins: sum(rows, 'joins'),
    leaves: sum(rows, 'leaves'),
    connections: rows.findLast((row) => row.connections !== null)?.connections ?? null,
  };
}

function sum(rows: readonly Part[], figure: 'area' | 'joins' | 'leaves'): number {
  return rows.reduce((total, row) => total + row[figure], 0);
}

/** Runs that were read twice (from the file, and still going on) count once. */
export function coveredOf(runs: readonly Run[], from: number, to: number): number {
  let covered = 0;
  let reached = from;
  for (const run of [...runs].sort((a, b) => a.start - b.start)) {
    const start = Math.max(run.start, reached);
    const end = Math.min(run.end, to);
    if (end > start) covered += end - start;
    reached = Math.max(reached, end);
  }
  return covered;
}

/** The steps of a length in `[from, to)` in which the log gave a sign of life, by their start. */
export function aliveStarts(
  runs: readonly Run[],
  { from, to, size }: { from: number; to: number; size: number },
) {
  const starts = new Set<number>();
  for (const run of runs) {
    const first = Math.max(from, Math.floor(run.start / size) * size);
    for (let start = first; start < to && start <= run.end; start += size) starts.add(start);
  }
  return starts;
}
