import type { HistoryWebhookAttempts } from '../../ports/history/webhook-attempts.ts';
import { keepAttempts } from '../commit/webhook-attempts.ts';
import type { OpenedFile } from '../opened-file.ts';
import { readAttempts } from '../read/webhook-attempts.ts';

export function webhookAttemptsIn(file: OpenedFile): HistoryWebhookAttempts {
  return {
    keepAttempts: file.writes(keepAttempts),
    attempts: file.reads(readAttempts),
  };
}
