import { lockFolder } from '../../storage/sqlite/folder-lock.ts';
import { readEnvironment } from '../config.ts';
import { historyFile } from '../history-file.ts';
import { explainUnusable } from '../unusable-data.ts';

/**
 * Works on the file of a history that no server may have open meanwhile.
 * @throws StartError when one has, or the data folder cannot be used
 */
export async function whileStopped(work: (file: string) => Promise<void>): Promise<void> {
  const { dataDir } = readEnvironment();
  const folder = await lockFolder(dataDir).catch(explainUnusable);
  try {
    await work(historyFile(dataDir));
  } finally {
    await folder.release();
  }
}
