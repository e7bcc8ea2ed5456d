import type { HistoryUpkeep } from '../../ports/history/upkeep.ts';
import type { History } from '../../ports/history.ts';
import { rebuild, writeRecounted } from '../commit/rebuild.ts';
import type { Queryable } from '../database.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readIntegrity } from '../read/integrity.ts';

/** @param within A history over one connection, in whatever transaction it is. */
export function upkeepIn(file: OpenedFile, within: (database: Queryable) => History): HistoryUpkeep {
  return {
    rebuild: file.rewrites((database, body) => rebuild(database, () => body(within(database)))),
    writeRecounted: file.writes(writeRecounted),
    backup: (toFile) => file.backup(toFile),
    integrity: file.reads(readIntegrity),
    close: () => file.close(),
  };
}
