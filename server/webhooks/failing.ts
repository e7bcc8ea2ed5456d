import type { HistoryWebhooks } from '../../storage/ports/history/webhooks.ts';
import type { MessageRow } from '../../storage/types.ts';

/** Nothing has come through for so long: the endpoint is given up, ms. */
const FAILING_MS = 72 * 3_600_000;
const MOST_READ = 1000;

export interface Exhausted {
  readonly endpoint: string;
  /** The one that was just given up. */
  readonly message: MessageRow;
  /** Log time, ms. */
  readonly now: number;
}

/** Whether all that was given up at an endpoint since the last success goes back for days. */
export async function hasFailedForDays(
  outbox: Pick<HistoryWebhooks, 'messages'>,
  { endpoint, message, now }: Exhausted,
): Promise<boolean> {
  const [last] = await outbox.messages({ endpoint, status: 'delivered', limit: 1 });
  if (last !== undefined && last.sequence > message.sequence) return false;
  const given = await outbox.messages({ endpoint, status: 'exhausted', limit: MOST_READ });
  const since = given.filter(({ sequence }) => last === undefined || sequence > last.sequence);
  const oldest = since.reduce((earliest, { queuedAt }) => Math.min(earliest, queuedAt), message.queuedAt);
  return now - oldest >= FAILING_MS;
}
