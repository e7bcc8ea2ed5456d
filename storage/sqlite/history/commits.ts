import type { HistoryCommits } from '../../ports/history/commits.ts';
import type { HistoryTransaction } from '../../ports/history/transaction.ts';
import type { Committed, HistoryBatch } from '../../rows/batch.ts';
import { commitBatch } from '../commit/commit-batch.ts';
import { endOpenSlices } from '../commit/end-open-slices.ts';
import type { Queryable } from '../database.ts';
import type { HistoryFileOptions } from '../history-file.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readKnown } from '../read/known.ts';
import { readRestored } from '../read/restored.ts';
import { transactionIn } from './transaction.ts';

type More = (file: HistoryTransaction) => Promise<void>;

async function write(database: Queryable, batch: HistoryBatch, more?: More): Promise<Committed> {
  const written = await commitBatch(database, batch);
  if (written === null) return { newUniques: [] };
  await more?.(transactionIn(database));
  return written;
}

export function commitsIn(file: OpenedFile, options: HistoryFileOptions): HistoryCommits {
  const writeBatch = file.writes(write);
  return {
    open: async () => readRestored(await file.open(options)),
    async commit(batch, more) {
      const committed = await writeBatch(batch, more);
      if (batch.erasures.length > 0) await file.emptyLog();
      return committed;
    },
    known: file.readsBetween(readKnown),
    endOpenSlices: file.writes(endOpenSlices),
  };
}
