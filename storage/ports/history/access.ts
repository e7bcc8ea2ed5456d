import type { KeyUse } from '../../../server/live/keeping.ts';
import type { AuditFilter, StoredAudit } from '../../rows/audit.ts';

/** Who did what, and with which key. */
export interface HistoryAccess {
  /** Acts, the latest first. */
  audit(filter: AuditFilter): Promise<StoredAudit[]>;
  /** When API keys were last used, as far as it was written; those that never were are left out. */
  keyUses(ids: readonly string[]): Promise<KeyUse[]>;
}
