import type { Committed, HistoryBatch } from '../../rows/batch.ts';
import type { PastAnswer, PastQuestion } from '../../rows/past.ts';
import type { Restored } from '../../rows/restored.ts';
import type { SliceRow } from '../../rows/slices.ts';
import type { HistoryTransaction } from './transaction.ts';

/** The sums of watch time once these slices have ended. */
export type WatchedAfter = (ended: readonly SliceRow[]) => Restored['watched'];

/** What the recorder writes as the log goes on, and what it must know for that. */
export interface HistoryCommits {
  /** Brings the file to the present schema and reads what a start needs. */
  open(): Promise<Restored>;
  /**
   * `more` is written in the same transaction, unless the batch has been written before. After erasures, what was overwritten
   * is nowhere any more, as soon as nobody reads.
   */
  commit(batch: HistoryBatch, more?: (file: HistoryTransaction) => Promise<void>): Promise<Committed>;
  /** What the recorder must know of the past to decide engagements. */
  known(question: PastQuestion): Promise<PastAnswer>;
  /**
   * Ends every open slice at `time` (that of the last entry) with `endedBy: crash`, and gives them. They were counted at that
   * instant, so `countedUntil` is the millisecond after it, and so is the end of the run. Nobody is in a bubble any more, and
   * the snapshot, in which they are still present, is gone. `watched` gives the sums that follow, which are stored at once: a
   * process may end again before its first commit.
   */
  endOpenSlices(time: number, watched?: WatchedAfter): Promise<SliceRow[]>;
}
