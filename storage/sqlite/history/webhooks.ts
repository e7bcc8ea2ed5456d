import type { HistoryWebhooks } from '../../ports/history/webhooks.ts';
import type { OpenedFile } from '../opened-file.ts';
import {
  readDueMessages,
  readMessage,
  readMessageCounts,
  readMessages,
  readWaitingEndpoints,
} from '../read/messages.ts';

export function webhooksIn(file: OpenedFile): HistoryWebhooks {
  return {
    waitingEndpoints: file.reads(readWaitingEndpoints),
    dueMessages: file.reads(readDueMessages),
    messages: file.reads(readMessages),
    message: file.reads(readMessage),
    messageCounts: file.reads(readMessageCounts),
  };
}
