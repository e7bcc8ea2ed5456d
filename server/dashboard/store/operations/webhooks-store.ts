import { type ReadonlySignal, signal } from '@preact/signals';
import type {
  DeliveryAnswer,
  DeliveryStatus,
  ListAnswer,
  WebhookAnswer,
} from '../../rest/operations-answers.ts';
import { type RestPort, segment } from '../../rest/rest-client.ts';
import { Asking } from './asking.ts';

/** Endpoints that are shown: an organization may have 50, and those below it their own. */
const ENDPOINTS = 1000;
const DELIVERIES = 50;

/** What an endpoint was told, a page at a time, the latest first. */
export interface Deliveries {
  readonly endpoint: string;
  /** Null: whatever their state. */
  readonly status: DeliveryStatus | null;
  readonly items: readonly DeliveryAnswer[];
  /** Where the next page begins; null: there is none. */
  readonly next: string | null;
  /** This is not the first page. */
  readonly isLater: boolean;
}

/** Webhook endpoints, and the deliveries of the one that the reader has opened. */
export class WebhooksStore {
  readonly asking = new Asking();
  readonly #rest: RestPort;
  readonly #endpoints = signal<readonly WebhookAnswer[] | null>(null);
  readonly #deliveries = signal<Deliveries | null>(null);

  constructor(rest: RestPort) {
    this.#rest = rest;
  }

  /** Null until the first answer. */
  get endpoints(): ReadonlySignal<readonly WebhookAnswer[] | null> {
    return this.#endpoints;
  }

  /** Null: no endpoint is open. */
  get deliveries(): ReadonlySignal<Deliveries | null> {
    return this.#deliveries;
  }

  load(): Promise<boolean> {
    return this.asking.run(async () => {
      const answer = (await this.#rest.get(`/v1/webhooks?limit=${ENDPOINTS}`)) as ListAnswer<WebhookAnswer>;
      this.#endpoints.value = answer.items;
    });
  }

  close(): void {
    this.#deliveries.value = null;
  }

  open(endpoint: string, status: DeliveryStatus | null = null): Promise<boolean> {
    return this.asking.run(() => this.#read(endpoint, status, null));
  }

  older(): Promise<boolean> {
    return this.asking.run(async () => {
      const shown = this.#deliveries.value;
      if (shown?.next) await this.#read(shown.endpoint, shown.status, shown.next);
    });
  }

  redeliver(id: string): Promise<boolean> {
    return this.asking.run(async () => {
      const shown = this.#deliveries.value;
      if (!shown) return;
      const path = `/v1/webhooks/${segment(shown.endpoint)}/deliveries/${segment(id)}/redeliver`;
      const changed = (await this.#rest.post(path, {})) as DeliveryAnswer;
      const items = shown.items.map((one) => (one.id === id ? changed : one));
      this.#deliveries.value = { ...shown, items };
    });
  }

  async #read(endpoint: string, status: DeliveryStatus | null, cursor: string | null): Promise<void> {
    const filter = status === null ? '' : `&status=${status}`;
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/v1/webhooks/${segment(endpoint)}/deliveries?limit=${DELIVERIES}${filter}${from}`;
    const { items, nextCursor } = (await this.#rest.get(path)) as ListAnswer<DeliveryAnswer>;
    this.#deliveries.value = { endpoint, status, items, next: nextCursor, isLater: cursor !== null };
  }
}
