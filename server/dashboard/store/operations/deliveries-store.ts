import { type ReadonlySignal, signal } from '@preact/signals';
import type { ListAnswer } from '../../rest/operations-answers.ts';
import { type RestPort, segment } from '../../rest/rest-client.ts';
import type { DeliveryAnswer, DeliveryStatus, DeliveryWithRequests } from '../../rest/webhook-answers.ts';
import type { Asking } from './asking.ts';

const SHOWN = 50;
/** A request is written down a moment after the log has what came of it; that of another node never comes. */
const MAX_LOOKS = 5;

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

/** The deliveries of the endpoint that the reader has opened, and of one of them what was sent and answered. */
export class DeliveriesStore {
  readonly asking: Asking;
  readonly #rest: RestPort;
  readonly #shown = signal<Deliveries | null>(null);
  #looks = 0;
  readonly #looked = signal<DeliveryWithRequests | null>(null);

  constructor(rest: RestPort, asking: Asking) {
    this.#rest = rest;
    this.asking = asking;
  }

  /** Null: no endpoint is open. */
  get shown(): ReadonlySignal<Deliveries | null> {
    return this.#shown;
  }

  /** The delivery that is looked into; null: none. */
  get looked(): ReadonlySignal<DeliveryWithRequests | null> {
    return this.#looked;
  }

  close(): void {
    this.#shown.value = null;
    this.#looked.value = null;
  }

  open(endpoint: string, status: DeliveryStatus | null = null): Promise<boolean> {
    this.#looked.value = null;
    return this.asking.run(() => this.#read(endpoint, status, null));
  }

  older(): Promise<boolean> {
    return this.asking.run(async () => {
      const shown = this.#shown.value;
      if (shown?.next) await this.#read(shown.endpoint, shown.status, shown.next);
    });
  }

  /** Asks again where something was to be tried by now (ms), and may have come through. */
  async renew(now: number): Promise<void> {
    const shown = this.#shown.value;
    const looked = this.#looked.value;
    if (shown && looked?.requests.length === 0 && this.#looks < MAX_LOOKS) await this.look(looked.id);
    if (!shown || shown.isLater || !shown.items.some((item) => isDue(item, now))) return;
    await this.asking.run(async () => {
      if (this.#shown.value !== shown) return;
      await this.#read(shown.endpoint, shown.status, null);
      if (looked && this.#shown.value?.endpoint === shown.endpoint)
        await this.#look(shown.endpoint, looked.id);
    });
  }

  redeliver(id: string): Promise<boolean> {
    return this.asking.run(async () => {
      const shown = this.#shown.value;
      if (!shown) return;
      const changed = await this.#rest.post(`${pathOf(shown.endpoint, id)}/redeliver`, {});
      const items = shown.items.map((one) => (one.id === id ? (changed as DeliveryAnswer) : one));
      this.#shown.value = { ...shown, items };
    });
  }

  /** Shows what was sent and answered; null: no longer. */
  look(id: string | null): Promise<boolean> {
    return this.asking.run(async () => {
      const shown = this.#shown.value;
      if (id === null || !shown) this.#looked.value = null;
      else await this.#look(shown.endpoint, id);
    });
  }

  async #look(endpoint: string, id: string): Promise<void> {
    this.#looks = this.#looked.value?.id === id ? this.#looks + 1 : 1;
    this.#looked.value = (await this.#rest.get(pathOf(endpoint, id))) as DeliveryWithRequests;
  }

  async #read(endpoint: string, status: DeliveryStatus | null, cursor: string | null): Promise<void> {
    const filter = status === null ? '' : `&status=${status}`;
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const path = `/v1/webhooks/${segment(endpoint)}/deliveries?limit=${SHOWN}${filter}${from}`;
    const { items, nextCursor } = (await this.#rest.get(path)) as ListAnswer<DeliveryAnswer>;
    this.#shown.value = { endpoint, status, items, next: nextCursor, isLater: cursor !== null };
  }
}

function isDue({ status, nextAttemptAt }: DeliveryAnswer, now: number): boolean {
  return status === 'pending' && (nextAttemptAt === null || Date.parse(nextAttemptAt) <= now);
}

function pathOf(endpoint: string, delivery: string): string {
  return `/v1/webhooks/${segment(endpoint)}/deliveries/${segment(delivery)}`;
}
