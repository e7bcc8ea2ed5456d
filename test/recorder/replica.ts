import { vi } from 'vitest';
import { Pipeline } from '../../server/pipeline.ts';
import { Recorder } from '../../server/recorder/recorder.ts';
import { recoverReplica } from '../../server/recorder/recover-replica.ts';
import type { Recovered } from '../../server/recorder/recovery.ts';
import { Snapshots } from '../../server/recorder/snapshots.ts';
import { createSqliteHistory } from '../../storage/sqlite/history.ts';
import type { KeptLog } from './kept-log.ts';

/** A node that keeps a replica of a log in a file. Needs fake timers. */
export interface Replica extends Recovered {
  readonly recorder: Recorder;
  /** Waits until everything so far is on disk. */
  settle(): Promise<void>;
  /** What is not on disk yet is lost. */
  kill(): Promise<void>;
}

export async function openReplica(file: string, log: KeptLog): Promise<Replica> {
  const history = createSqliteHistory({ file });
  const recovered = await recoverReplica(history);
  const { live, tallies, restored, fileEnd, readAfter } = recovered;
  const recorder = new Recorder({
    history,
    tallies,
    organizations: restored.organizations.map(({ key }) => key),
    sessions: restored.sessions,
    fileEnd,
    dataThrough: restored.time ?? 0,
    onCommitted: () => {},
    onCommitTime: () => {},
    onError: (error) => {
      throw error;
    },
  });
  const snapshots = new Snapshots({ live, last: restored.snapshot });
  const connection = log.connect();
  const pipeline = new Pipeline({
    log: connection,
    live,
    node: 'replica',
    windowMs: 10_000,
    newIncarnation: () => 'replica',
    people: () => [],
    isOpen: () => true,
    record: (work) => recorder.take({ ...work, snapshot: snapshots.after(work.entry) }),
  });
  pipeline.start(readAfter);
  return {
    ...recovered,
    recorder,
    async settle() {
      while (recorder.dataThrough < (live.time ?? 0)) {
        vi.advanceTimersToNextTimer();
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async kill() {
      vi.clearAllTimers();
      await connection.close();
      await recorder.settled();
      vi.clearAllTimers();
      await history.close();
    },
  };
}
