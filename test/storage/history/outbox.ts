import type { WebhookEndpoint } from '../../../server/live/endpoints.ts';
import type { History, MessageRow, NewMessage, WebhookWrite } from '../../../storage/types.ts';
import { EVENT, ORG, ROOM, T0 } from './batches.ts';

export function endpoint(id: string, parts: Partial<WebhookEndpoint> = {}): WebhookEndpoint {
  return {
    ...{ id, tenant: ORG, organization: ORG, event: null, version: 1, disabled: null },
    details: {
      ...{ url: 'https://hooks.example/é?q="1"', description: '', types: null, active: true },
      ...{ expiresAt: null, flavour: { kind: 'standard' } },
    },
    ...{ secret: 'whsec_eA==', previous: null, createdAt: T0, createdBy: 'boss' },
    ...parts,
  };
}

export function put(id: string, parts: Partial<WebhookEndpoint> = {}, at = T0): WebhookWrite {
  return { kind: 'webhook', endpoint: endpoint(id, parts), at };
}

export function disabled(id: string, at: number): WebhookWrite {
  const { details } = endpoint(id);
  return put(id, { version: 2, details: { ...details, active: false }, disabled: 'gone' }, at);
}

export function message(id: string, parts: Partial<NewMessage> = {}): NewMessage {
  return {
    ...{ kind: 'announced', id, tenant: ORG, endpoints: ['a'], attendee: null, queuedAt: T0 },
    announcement: {
      ...{ type: 'session.live', at: T0, organization: ORG, event: EVENT, session: ROOM },
      ...{ subject: null, value: null, since: null },
    },
    ...parts,
  };
}

export function outcome(
  sequence: number,
  result: 'delivered' | 'failed' | 'exhausted',
  { at = T0 + 9, attempt = 1, nextAt = null as number | null, endpoint = 'a' } = {},
): WebhookWrite {
  return { kind: 'delivered', outcomes: [{ endpoint, sequence, attempt, result, nextAt }], at };
}

/** Everything of an endpoint's outbox, in order. */
export async function outboxOf(history: History, id: string): Promise<MessageRow[]> {
  return (await history.messages({ endpoint: id, limit: 100_000 })).reverse();
}

export const facts = ({ sequence, id, status, attempts, nextAt, finishedAt }: MessageRow) => ({
  ...{ sequence, id, status, attempts },
  ...{
    nextAt: nextAt === null ? null : nextAt - T0,
    finishedAt: finishedAt === null ? null : finishedAt - T0,
  },
});
