import type { Run, SeriesLabels, SeriesQuery, SeriesReader, SeriesResult } from '../../storage/types.ts';
import { isAlive } from '../figures/series.ts';
import { type KeptStep, type StepSpan, stepEnd, stepStart, stepsOf } from '../figures/steps.ts';

export type GroupBy = 'session' | 'event' | 'mode';

export interface GroupQuestion {
  readonly where: SeriesQuery['where'];
  readonly groupBy: GroupBy;
  readonly metric: string;
  readonly step: KeptStep;
  readonly from: number;
  readonly to: number;
}

export interface GroupParts {
  readonly series: SeriesReader;
  /** The spans in which the log was alive. */
  readonly runs: (from: number, to: number) => Promise<readonly Run[]>;
  /** Log time up to which everything is on disk, ms. */
  readonly through: number;
}

/** Null where the server was not there, and where the step has not ended yet. Times in ms. */
export interface GroupPoint {
  readonly start: number;
  readonly value: number | null;
}

export interface Group {
  readonly id: string;
  readonly points: readonly GroupPoint[];
}

/** A group is one series by itself: what counts people, in a session or mode, is never added up. This is for what is told twice. */
const REDUCE: Readonly<Record<string, SeriesQuery['reduce']>> = {
  peak: 'max',
  peakAt: 'max',
  minimum: 'min',
  average: 'max',
  uniques: 'max',
};

/** Curves side by side: those of the groups in which something was in the span, in order of their ids. */
export async function groupSeries(parts: GroupParts, question: GroupQuestion): Promise<Group[]> {
  const { groupBy, metric, step, where } = question;
  const from = stepStart(question.from, step);
  const end = stepEnd(question.to, step);
  const to = Math.min(end, stepStart(parts.through, step));
  const results = await parts.series.query({
    where: { ...where, metric, step },
    from,
    to,
    groupBy,
    reduce: REDUCE[metric] ?? 'sum',
  });
  const steps = stepsOf(from, end, step, 'UTC');
  const runs = await parts.runs(from, end);
  // Where nobody was there is no instant of a peak.
  const nothing = metric === 'peakAt' ? null : 0;
  const known = steps.map((span) => (span.end <= to && isAlive(runs, span) ? nothing : undefined));
  return results
    .flatMap((result) => groupOf(result, groupBy, { steps, known }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface Frame {
  readonly steps: readonly StepSpan[];
  /** The value of each step in which a group has none; undefined where nothing is known. */
  readonly known: readonly (number | null | undefined)[];
}

function groupOf(
  { labels, samples }: SeriesResult,
  groupBy: keyof SeriesLabels,
  { steps, known }: Frame,
): Group[] {
  const id = labels[groupBy];
  if (id === undefined) return [];
  const values = new Map(samples);
  const points = steps.map(({ start }, index) => ({
    start,
    value: known[index] === undefined ? null : (values.get(start) ?? known[index] ?? null),
  }));
  return [{ id, points }];
}
