import type { Run } from '../../storage/types.ts';
import { averageOf } from '../live/figures.ts';
import type { Presence } from './presences.ts';
import type { StepSpan } from './steps.ts';

/** The figures of one step; times in ms. */
export interface StepFigures {
  readonly peak: number;
  readonly peakAt: number | null;
  readonly average: number;
  readonly minimum: number;
  readonly joins: number;
  readonly leaves: number;
  readonly uniques: number;
}

/** How many are present from an instant on. */
interface Level {
  readonly at: number;
  readonly count: number;
}

/** After all changes of one instant have been applied. */
function levelsOf(presences: readonly Presence[]): Level[] {
  const changes = new Map<number, number>();
  for (const { start, end } of presences) {
    changes.set(start, (changes.get(start) ?? 0) + 1);
    changes.set(end, (changes.get(end) ?? 0) - 1);
  }
  let count = 0;
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, change]) => {
      count += change;
      return { at, count };
    });
}

/** Time-weighted over the part of the step in which the log was alive. */
function averageIn({ end }: StepSpan, levels: readonly Level[], alive: readonly Run[]): number {
  let area = 0;
  let covered = 0;
  for (const [index, { at, count }] of levels.entries()) {
    const until = levels[index + 1]?.at ?? end;
    for (const run of alive) {
      const length = Math.max(0, Math.min(until, run.end) - Math.max(at, run.start));
      area += count * length;
      covered += length;
    }
  }
  return averageOf(area, covered, levels[0]?.count ?? 0);
}

function extremes(levels: readonly Level[]): Pick<StepFigures, 'peak' | 'peakAt' | 'minimum'> {
  const peak = Math.max(...levels.map(({ count }) => count));
  const minimum = Math.min(...levels.map(({ count }) => count));
  const peakAt = levels.find(({ count }) => count === peak)?.at ?? null;
  return { peak, peakAt: peak > 0 ? peakAt : null, minimum };
}

/** For steps of one length that follow one another; null where no run has a part in a step. */
export function stepFigures(
  steps: readonly StepSpan[],
  presences: readonly Presence[],
  runs: readonly Run[],
): (StepFigures | null)[] {
  const [first = { start: 0, end: 1 }] = steps;
  const indexOf = (time: number) => Math.floor((time - first.start) / (first.end - first.start));
  const tallies = steps.map(() => ({ joins: 0, leaves: 0, newcomers: 0 }));
  for (const { start, end, before } of presences) {
    const joined = tallies[indexOf(start)];
    const left = tallies[indexOf(end)];
    if (left !== undefined) left.leaves++;
    if (joined === undefined) continue;
    joined.joins++;
    const step = steps[indexOf(start)];
    if (step !== undefined && start > step.start && before <= step.start) joined.newcomers++;
  }
  const levels = levelsOf(presences);
  let next = 0;
  let count = 0;
  return steps.map((step, index) => {
    for (; (levels[next]?.at ?? step.end) <= step.start; next++) count = levels[next]?.count ?? count;
    const within: Level[] = [{ at: step.start, count }];
    for (let level = levels[next]; level !== undefined && level.at < step.end; level = levels[++next]) {
      within.push(level);
      count = level.count;
    }
    const alive = runs.filter((run) => run.start < step.end && run.end >= step.start);
    if (alive.length === 0) return null;
    const { joins = 0, leaves = 0, newcomers = 0 } = tallies[index] ?? {};
    const uniques = (within[0]?.count ?? 0) + newcomers;
    return { ...extremes(within), average: averageIn(step, within, alive), joins, leaves, uniques };
  });
}
