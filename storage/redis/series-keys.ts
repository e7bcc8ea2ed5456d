import type { SeriesLabels, SeriesQuery } from '../types.ts';

/** Ids hold neither commas nor braces: no two series share a key, and none chooses its slot of a cluster. */
export function keyOf(labels: SeriesLabels): string {
  const { tenant, scopeKind, metric, mode, step } = labels;
  return ['headcount:series', tenant, scopeKind, labels[scopeKind], metric, mode, step].join(',');
}

export const HELD_KEY = 'headcount:series:held';

/** What ids, metrics and modes are made of. In a filter, all other characters might have a meaning. */
const SAFE = /^[\p{L}\p{M}\p{Nd}._~:@+|/-]+$/u;

function safe(value: string): string {
  if (!SAFE.test(value)) throw new Error(`no label of a series can be ${JSON.stringify(value)}`);
  return value;
}

/** As Redis wants to be asked. */
export function filtersOf(where: SeriesQuery['where']): string[] {
  return Object.entries(where).flatMap(([label, wanted]) => {
    if (wanted === undefined) return [];
    const values = [wanted].flat().map(safe);
    return [values.length === 1 ? `${label}=${values[0]}` : `${label}=(${values.join(',')})`];
  });
}
