import type { History, HistorySnapshot } from '../../storage/types.ts';
import { Live } from '../live/live.ts';
import type { LiveSnapshot } from '../live/snapshot/rows.ts';
import { type Recovered, recoverFrom } from './recovery.ts';
import { Tallies } from './tallies.ts';

/**
 * Opens the file of a replica of a shared log. With its snapshot, the core goes on exactly: the log is read again from there,
 * and the recorder leaves out what the file has. Without one that this server can read, as after a crash of a server
 * that keeps its log to itself.
 */
export async function recoverReplica(history: History): Promise<Recovered> {
  const restored = await history.open();
  const { snapshot } = restored;
  if (snapshot === null) return recoverFrom(history, restored);
  const live = liveFrom(snapshot);
  if (live instanceof Error) return { ...(await recoverFrom(history, restored)), refusedSnapshot: live };
  return {
    live,
    tallies: new Tallies(restored),
    restored,
    crashed: 0,
    readAfter: snapshot.position,
    fileEnd: restored,
    refusedSnapshot: null,
  };
}

function liveFrom({ text }: HistorySnapshot): Live | Error {
  try {
    return Live.restore(JSON.parse(text) as LiveSnapshot);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
