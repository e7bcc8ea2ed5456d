// A process of its own: neither its work nor its memory is the server's, and what SQLite and zlib do for it takes no thread of
// the pool on which the server commits.
import { openReportSource } from '../../storage/sqlite/report/source.ts';
import { makeFiles } from './make-files.ts';
import type { Making, MakingNews } from './making.ts';
import { ReportError } from './report-error.ts';

/** More would only wake the server. */
const PROGRESS_EVERY = 0.01;

const tell = (news: MakingNews) =>
  new Promise<void>((resolve) => {
    process.send?.(news, () => resolve());
  });

function onProgress(): (done: number) => void {
  let told = 0;
  return (done) => {
    if (done < told + PROGRESS_EVERY) return;
    told = done;
    void tell({ kind: 'progress', done });
  };
}

async function make({ database, event, span, ...making }: Making): Promise<number> {
  const source = await openReportSource(database, { event, ...span });
  try {
    await makeFiles({ ...making, source, span, onProgress: onProgress() });
    return source.through;
  } finally {
    await source.close();
  }
}

// Nobody is there to take the report.
process.once('disconnect', () => process.exit());
process.once('message', async (making: Making) => {
  try {
    await tell({ kind: 'made', through: await make(making) });
  } catch (error) {
    const reason = error instanceof ReportError ? { reason: error.message } : {};
    await tell({
      kind: 'failed',
      ...reason,
      error: error instanceof Error ? String(error.stack) : String(error),
    });
  }
  process.disconnect();
});
