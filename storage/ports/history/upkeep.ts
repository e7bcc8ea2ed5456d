import type { Recounted, TableDifference } from '../../rows/recounted.ts';
import type { History } from '../history.ts';

/** Care of the file as a whole. */
export interface HistoryUpkeep {
  /**
   * Empties all that is counted from slices and engagements, but of scopes of which something has been purged, and lets it
   * be filled again, in one transaction: `body` works on a history that sees what it writes. Gives what is not as it was.
   */
  rebuild(body: (history: History) => Promise<void>): Promise<TableDifference[]>;
  /** Adds what was counted anew; within a rebuild only. */
  writeRecounted(recounted: Recounted): Promise<void>;
  /**
   * Writes all that is committed at one moment into a new file, whole by itself. The writer goes on meanwhile. Rejects when
   * there is something at its path.
   */
  backup(toFile: string): Promise<void>;
  /** The result of SQLite's `integrity_check`, `ok` when sound. */
  integrity(): Promise<string>;
  close(): Promise<void>;
}
