import { existsSync } from 'node:fs';
import { backupFile } from '../../storage/sqlite/backup-file.ts';
import { readEnvironment } from '../config.ts';
import { historyFile } from '../history-file.ts';
import { StartError } from '../start-error.ts';
import { readFileArgument, runCommand } from './arguments.ts';

/** `npm run backup -- <file>` copies the history of DATA_DIR as it is at one moment, whether its server runs or not. */
async function backup(): Promise<void> {
  const target = readFileArgument('backup');
  const file = historyFile(readEnvironment().dataDir);
  if (!existsSync(file)) throw new StartError(`there is no history at ${file}`);
  if (existsSync(target)) throw new StartError(`${target} is there already`);
  await backupFile(file, target).catch((error: unknown) => {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  });
  process.stdout.write(`${target}\n`);
}

runCommand(backup);
