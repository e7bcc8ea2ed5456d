import type { MessageRow } from '../../storage/types.ts';
import type { DeliveryOutcome } from '../live/changes/webhooks.ts';
import type { WebhookEndpoint } from '../live/endpoints.ts';
import type { Delivered } from './delivered.ts';
import { PAUSES_MS, pauseMs, SEQUEL_PAUSES_MS } from './sending/schedule.ts';

export interface Settled {
  readonly endpoint: WebhookEndpoint;
  readonly message: MessageRow;
  readonly delivered: Delivered;
  /** Log time, ms. */
  readonly now: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** What the log is told of an attempt. */
export function outcomeOf({ endpoint, message, delivered, now, random }: Settled): DeliveryOutcome {
  const { verdict, retryAfterMs } = delivered;
  const attempts = message.attempts + 1;
  const told = { endpoint: endpoint.id, sequence: message.sequence, attempt: attempts };
  if (verdict === 'delivered') return { ...told, result: 'delivered', nextAt: null };
  const pauses = endpoint.details.flavour.kind === 'sequel' ? SEQUEL_PAUSES_MS : PAUSES_MS;
  const pause = verdict === 'again' ? pauseMs({ pauses, attempts, retryAfterMs, random }) : null;
  if (pause === null) return { ...told, result: 'exhausted', nextAt: null };
  return { ...told, result: 'failed', nextAt: now + pause };
}
