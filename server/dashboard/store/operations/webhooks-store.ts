import { type ReadonlySignal, signal } from '@preact/signals';
import type { ListAnswer } from '../../rest/operations-answers.ts';
import { type RestPort, segment } from '../../rest/rest-client.ts';
import type { NewWebhookAnswer, WebhookAnswer } from '../../rest/webhook-answers.ts';
import { Asking } from './asking.ts';
import { DeliveriesStore } from './deliveries-store.ts';
import { changedWebhook, newWebhook, type WebhookDraft } from './webhook-draft.ts';

/** Endpoints that are shown: an organization may have 50, and those below it their own. */
const ENDPOINTS = 1000;

/** What is being written: a new webhook, or a change of one as it was when that began. */
export type WebhookWriting =
  | { readonly kind: 'new' }
  | { readonly kind: 'change'; readonly webhook: WebhookAnswer; readonly version: string | null };

/** Webhook endpoints: made, changed, tried and deleted. A secret is kept until the reader has put it away. */
export class WebhooksStore {
  readonly asking = new Asking();
  readonly deliveries: DeliveriesStore;
  readonly #rest: RestPort;
  readonly #endpoints = signal<readonly WebhookAnswer[] | null>(null);
  readonly #writing = signal<WebhookWriting | null>(null);
  readonly #made = signal<NewWebhookAnswer | null>(null);

  constructor(rest: RestPort) {
    this.#rest = rest;
    this.deliveries = new DeliveriesStore(rest, this.asking);
  }

  /** Null until the first answer. */
  get endpoints(): ReadonlySignal<readonly WebhookAnswer[] | null> {
    return this.#endpoints;
  }

  get writing(): ReadonlySignal<WebhookWriting | null> {
    return this.#writing;
  }

  /** The one whose secret is new, with it. */
  get made(): ReadonlySignal<NewWebhookAnswer | null> {
    return this.#made;
  }

  load(): Promise<boolean> {
    return this.asking.run(() => this.#read());
  }

  begin(): void {
    this.#writing.value = { kind: 'new' };
  }

  /** Begins to change a webhook, as it is now. */
  edit(id: string): Promise<boolean> {
    return this.asking.run(async () => {
      const { body, version } = await this.#rest.versioned(pathOf(id));
      this.#writing.value = { kind: 'change', webhook: body as WebhookAnswer, version };
    });
  }

  leave(): void {
    this.#writing.value = null;
  }

  /** Makes what is being written, or changes it unless somebody else has done so meanwhile. */
  save(draft: WebhookDraft): Promise<boolean> {
    return this.#change(async () => {
      const writing = this.#writing.value;
      if (writing?.kind === 'new')
        this.#made.value = (await this.#rest.post('/v1/webhooks', newWebhook(draft))) as NewWebhookAnswer;
      else if (writing) {
        const { webhook, version } = writing;
        await this.#rest.replace(pathOf(webhook.id), { body: changedWebhook(draft, webhook), version });
      }
      this.#writing.value = null;
    });
  }

  rotate(id: string): Promise<boolean> {
    return this.#change(async () => {
      this.#made.value = (await this.#rest.post(`${pathOf(id)}/rotate`, {})) as NewWebhookAnswer;
    });
  }

  putAway(): void {
    this.#made.value = null;
  }

  /** Sends it something to try, and shows what becomes of that. */
  async try(id: string): Promise<void> {
    const isSent = await this.#change(() => this.#rest.post(`${pathOf(id)}/test`, {}));
    if (isSent) await this.deliveries.open(id);
  }

  remove(id: string): Promise<boolean> {
    return this.#change(async () => {
      // First, so that nothing is asked of it any more while it goes.
      if (this.deliveries.shown.value?.endpoint === id) this.deliveries.close();
      await this.#rest.remove(pathOf(id));
      if (this.#made.value?.id === id) this.putAway();
      const writing = this.#writing.value;
      if (writing?.kind === 'change' && writing.webhook.id === id) this.leave();
    });
  }

  #change(write: () => Promise<unknown>): Promise<boolean> {
    return this.asking.run(async () => {
      await write();
      await this.#read();
    });
  }

  async #read(): Promise<void> {
    const answer = (await this.#rest.get(`/v1/webhooks?limit=${ENDPOINTS}`)) as ListAnswer<WebhookAnswer>;
    this.#endpoints.value = answer.items;
  }
}

function pathOf(id: string): string {
  return `/v1/webhooks/${segment(id)}`;
}
