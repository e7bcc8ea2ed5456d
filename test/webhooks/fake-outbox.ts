import type { DeliveriesChange, DisableWebhookChange } from '../../server/live/changes/webhooks.ts';
import type { WebhookEndpoint } from '../../server/live/endpoints.ts';
import type { ErrorCode } from '../../server/protocol/error-codes.ts';
import type { DueFilter, MessageFilter, MessageRow, WaitingEndpoint } from '../../storage/types.ts';

export function endpointRow(id: string, parts: Partial<WebhookEndpoint['details']> = {}): WebhookEndpoint {
  return {
    ...{ id, tenant: 1, organization: 1, event: null, version: 1 },
    details: {
      ...{ url: 'https://hooks.example/hook', description: '', types: null, active: true, expiresAt: null },
      flavour: { kind: 'standard' },
      ...parts,
    },
    ...{ disabled: null, secret: `whsec_${Buffer.from('s'.repeat(24)).toString('base64')}`, previous: null },
    ...{ createdAt: 0, createdBy: 'boss' },
  };
}

export function messageRow(parts: Partial<MessageRow> = {}): MessageRow {
  const { sequence = 1, queuedAt = 0 } = parts;
  return {
    ...{ endpoint: 'e1', sequence, id: `msg_${sequence}`, type: 'peak.reached', at: 0, organization: 1 },
    ...{ event: null, session: null, subject: null, value: 7, since: null, attendee: null },
    ...{ queuedAt, status: 'pending', attempts: 0, nextAt: queuedAt, finishedAt: null },
    ...parts,
  };
}

type Change = DeliveriesChange | DisableWebhookChange;

/** The outbox as the log and the file together are to the sender: what is written is there when the write resolves. */
export class FakeOutbox {
  readonly endpoints = new Map<string, WebhookEndpoint>();
  readonly changes: Change[] = [];
  /** Refuses writes while set. */
  refusal: ErrorCode | null = null;
  /** Answers no write while set. */
  isStuck = false;
  /** The most rows that were ever read at once. */
  mostRead = 0;
  #rows = new Map<string, MessageRow>();

  get rows(): readonly MessageRow[] {
    return [...this.#rows.values()];
  }

  put(...rows: readonly MessageRow[]): void {
    for (const row of rows) this.#rows.set(`${row.endpoint} ${row.sequence}`, row);
  }

  readonly endpoint = (id: string): WebhookEndpoint | undefined => this.endpoints.get(id);

  waitingEndpoints(): Promise<WaitingEndpoint[]> {
    const waiting = new Map<string, WaitingEndpoint>();
    for (const { endpoint, status, nextAt, queuedAt } of this.rows) {
      if (status !== 'pending' || nextAt === null) continue;
      const known = waiting.get(endpoint) ?? { endpoint, nextAt, pending: 0, oldestAt: queuedAt };
      waiting.set(endpoint, {
        endpoint,
        nextAt: Math.min(known.nextAt, nextAt),
        pending: known.pending + 1,
        oldestAt: Math.min(known.oldestAt, queuedAt),
      });
    }
    return Promise.resolve([...waiting.values()]);
  }

  dueMessages({ endpoint, through, except, limit }: DueFilter): Promise<MessageRow[]> {
    const left = new Set(except);
    const rows: MessageRow[] = [];
    // They were put in order.
    for (const row of this.#rows.values()) {
      if (rows.length === limit) break;
      const isDue = row.status === 'pending' && (row.nextAt ?? 0) <= through;
      if (row.endpoint === endpoint && isDue && !left.has(row.sequence)) rows.push(row);
    }
    this.mostRead = Math.max(this.mostRead, rows.length);
    return Promise.resolve(rows);
  }

  messages({ endpoint, status, limit }: MessageFilter): Promise<MessageRow[]> {
    const rows = this.rows.filter((row) => row.endpoint === endpoint && row.status === status);
    return Promise.resolve(rows.sort((a, b) => b.sequence - a.sequence).slice(0, limit));
  }

  readonly write = async (change: Change): Promise<ErrorCode | null> => {
    // The commit takes its time.
    await new Promise((resolve) => setImmediate(resolve));
    if (this.isStuck) return new Promise(() => {});
    if (this.refusal !== null) return this.refusal;
    this.changes.push(change);
    if (change.kind === 'deliveries') this.#settle(change);
    else {
      const known = this.endpoints.get(change.id);
      if (known) this.endpoints.set(change.id, { ...known, details: { ...known.details, active: false } });
    }
    return null;
  };

  #settle({ outcomes }: DeliveriesChange): void {
    for (const { endpoint, sequence, attempt, result, nextAt } of outcomes) {
      const row = this.#rows.get(`${endpoint} ${sequence}`);
      if (row?.status !== 'pending') continue;
      const status = result === 'failed' ? 'pending' : result;
      this.put({ ...row, attempts: attempt, status, nextAt });
    }
  }
}
