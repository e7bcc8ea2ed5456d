import type { Sample, SeriesLabels, SeriesQuery, SeriesResult } from '../../storage/types.ts';

type Reduce = NonNullable<SeriesQuery['reduce']>;

const REDUCERS: Readonly<Record<Reduce, (a: number, b: number) => number>> = {
  sum: (a, b) => a + b,
  max: Math.max,
  min: Math.min,
};

interface Group {
  readonly labels: Readonly<Partial<SeriesLabels>>;
  readonly values: Map<number, number>;
}

/** Samples as the answer to a question: by series, or reduced by the value of a label. */
export function groupSamples(
  samples: readonly Sample[],
  { groupBy, reduce = 'sum' }: Pick<SeriesQuery, 'groupBy' | 'reduce'>,
): SeriesResult[] {
  const groups = new Map<string, Group>();
  for (const { labels, time, value } of samples) {
    const name = groupBy === undefined ? keyOf(labels) : labels[groupBy];
    if (name === undefined) continue;
    const group = groups.get(name) ?? {
      labels: groupBy === undefined ? labels : { [groupBy]: name },
      values: new Map<number, number>(),
    };
    groups.set(name, group);
    const other = group.values.get(time);
    group.values.set(time, other === undefined ? value : REDUCERS[reduce](other, value));
  }
  return [...groups.values()].map(({ labels, values }) => ({
    labels,
    samples: [...values].sort(([a], [b]) => a - b),
  }));
}

/** The same for the same series, however its labels are ordered. */
export function keyOf(labels: Partial<SeriesLabels>): string {
  const { tenant, scopeKind = 'session', metric, mode, step } = labels;
  return [tenant, scopeKind, labels[scopeKind], metric, mode, step].join(',');
}
