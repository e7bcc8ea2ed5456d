import type { HistoryPurges } from '../../ports/history/purges.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readPurged } from '../read/purged.ts';
import { readPurges } from '../read/purges.ts';

export function purgesIn(file: OpenedFile): HistoryPurges {
  return {
    purged: file.reads(readPurged),
    purges: file.reads(readPurges),
  };
}
