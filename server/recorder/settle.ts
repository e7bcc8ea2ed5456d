import type { Committed } from '../../storage/types.ts';
import type { ImportResult } from './import/import-result.ts';
import type { Known } from './known.ts';
import type { Prepared } from './prepare.ts';

/** Learns what is on disk now, and tells those who waited for it. */
export function settleCommit(
  known: Known,
  { batch, settlements, works }: Prepared,
  { newUniques }: Committed,
): void {
  const { tallies } = known;
  known.bubbles.apply(batch.bubbles);
  for (const session of batch.sessions) known.sessions.set(session.key, session);
  tallies.addUniques(newUniques);
  tallies.addEngagement(batch.engagementCounts);
  for (const { scope } of batch.deleted) tallies.forget(scope);
  for (const { settled, refused } of settlements) settled?.(refused);
  for (const { committed } of works) for (const call of committed) call();
}

/** Learns what imports have brought; before everything else of their commit. */
export function learnImports({ tallies }: Known, results: readonly ImportResult[]): void {
  for (const { newUniques, engagementCounts, peaks, backfilledWatch, scopes } of results) {
    tallies.addUniques(newUniques);
    tallies.addEngagement(engagementCounts);
    tallies.addPeaks(peaks);
    tallies.addBackfilled(backfilledWatch);
    for (const scope of scopes) tallies.touch(scope);
  }
}
