import { countsBetween } from '../live/oracle/counts.ts';
import { slicesOf } from '../live/oracle/figures.ts';
import { Oracle } from '../live/oracle/oracle.ts';
import { countedSpans } from '../live/oracle/spans.ts';
import type { Cluster } from './cluster.ts';

const HALL = { org: 'acme', kind: 'session', id: 'hall' } as const;

/** What the log says of the hall: all slices, how many were counted at each instant since all had come, who said goodbye. */
export function truthSince({ log }: Cluster, from: number) {
  const oracle = new Oracle();
  for (const entry of log.entries) oracle.apply(entry);
  const slices = slicesOf(oracle, HALL);
  const until = oracle.times.at(-1) ?? 0;
  const counts = countsBetween(countedSpans(slices), from, until).map(([, count]) => count);
  const goodbyes = log.entries.filter(({ changes }) => changes.at(-1)?.kind === 'stop');
  return { slices: slices.length, counts: new Set(counts), goodbyes: goodbyes.length };
}
