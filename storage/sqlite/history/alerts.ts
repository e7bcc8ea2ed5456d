import type { HistoryAlerts } from '../../ports/history/alerts.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readAlert, readAlerts } from '../read/alerts.ts';

export function alertsIn(file: OpenedFile): HistoryAlerts {
  return { alerts: file.reads(readAlerts), alert: file.reads(readAlert) };
}
