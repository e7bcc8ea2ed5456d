import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { backupFile } from '../../storage/sqlite/backup-file.ts';
import { moveAside, removeFile } from '../../storage/sqlite/move-aside.ts';
import { StartError } from '../start-error.ts';
import { explainUnusable } from '../unusable-data.ts';
import { readFileArgument, runCommand } from './arguments.ts';
import { whileStopped } from './stopped-server.ts';

/**
 * `npm run restore -- <file>` puts a backup in place of the history of DATA_DIR, which is kept beside it. The copy is checked
 * from end to end before anything is moved; the server must not run.
 */
async function restore(source: string, file: string): Promise<void> {
  const copy = `${file}.restore`;
  try {
    await removeFile(copy);
    await backupFile(source, copy).catch(explainUnusable);
    const aside = existsSync(file) ? await moveAside(file, 'replaced', new Date()) : null;
    await rename(copy, file);
    process.stdout.write(aside === null ? 'restored\n' : `restored; what was there is ${aside}\n`);
  } finally {
    await removeFile(copy);
  }
}

runCommand(async () => {
  const source = readFileArgument('restore');
  if (!existsSync(source)) throw new StartError(`there is no file ${source}`);
  await whileStopped((file) => restore(source, file));
});
