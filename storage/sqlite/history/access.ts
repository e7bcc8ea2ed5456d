import type { HistoryAccess } from '../../ports/history/access.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readKeyUses } from '../read/api-keys.ts';
import { readAudit } from '../read/audit.ts';

export function accessIn(file: OpenedFile): HistoryAccess {
  return {
    audit: file.reads(readAudit),
    keyUses: file.reads(readKeyUses),
  };
}
