import type { Run, SeriesQuery, SeriesReader } from '../../storage/types.ts';
import { isAlive } from '../figures/series.ts';
import { type KeptStep, type StepSpan, stepEnd, stepStart, stepsOf } from '../figures/steps.ts';
import { CONNECTIONS } from '../series/series-samples.ts';

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
  connections: 'max',
};

/** Curves side by side: those of the groups in which something was in the span, in order of their ids. */
export async function groupSeries(parts: GroupParts, question: GroupQuestion): Promise<Group[]> {
  const { groupBy, metric, step, where } = question;
  const from = stepStart(question.from, step);
  const end = stepEnd(question.to, step);
  const to = Math.min(end, stepStart(parts.through, step));
  const ask = async (of: string): Promise<Groups> => {
    const reduce = REDUCE[of] ?? 'sum';
    const results = await parts.series.query({
      where: { ...where, metric: of, step },
      from,
      to,
      groupBy,
      reduce,
    });
    return new Map(results.map(({ labels, samples }) => [labels[groupBy] ?? '', new Map(samples)]));
  };
  const values = await ask(metric);
  const groups = metric === CONNECTIONS ? withUnknown(values, await ask('peak')) : values;
  const steps = stepsOf(from, end, step, 'UTC');
  const runs = await parts.runs(from, end);
  // Where nobody was there is no instant of a peak.
  const nothing = metric === 'peakAt' ? null : 0;
  const known = steps.map((span) => (span.end <= to && isAlive(runs, span) ? nothing : undefined));
  return [...groups]
    .map(([id, samples]) => ({ id, points: pointsOf(samples, { steps, known }) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Samples by time, by group. */
type Groups = ReadonlyMap<string, Samples>;
type Samples = ReadonlyMap<number, number | null>;

/** Where somebody was, no value is one that is not known. */
function withUnknown(values: Groups, peaks: Groups): Groups {
  const unknown = (times: Samples) => [...times.keys()].map((time) => [time, null] as const);
  return new Map(
    [...peaks].map(([id, times]) => [id, new Map([...unknown(times), ...(values.get(id) ?? [])])]),
  );
}

interface Frame {
  readonly steps: readonly StepSpan[];
  /** The value of each step in which a group has none; undefined where nothing is known. */
  readonly known: readonly (number | null | undefined)[];
}

function pointsOf(samples: Samples, { steps, known }: Frame): GroupPoint[] {
  return steps.map(({ start }, index) => {
    const nothing = known[index];
    if (nothing === undefined) return { start, value: null };
    const value = samples.get(start);
    return { start, value: value === undefined ? nothing : value };
  });
}
