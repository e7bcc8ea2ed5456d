import type { AlertName } from '../../../server/live/alerts/alert-id.ts';
import type { AlertFilter, AlertRow } from '../../rows/alerts.ts';

/** What rules of alerts have raised. The rules themselves are known to live (`live.alerts`). */
export interface HistoryAlerts {
  /** The latest first. */
  alerts(filter: AlertFilter): Promise<AlertRow[]>;
  /** Null where there is none any more. */
  alert(name: AlertName): Promise<AlertRow | null>;
}
