import type { WebhookAnswer } from '../../rest/webhook-answers.ts';
import type { WebhooksStore } from '../../store/operations/webhooks-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { Removal } from '../removal.tsx';

const own = operationsTexts.webhooks;

/** What can be done with a webhook. */
export function WebhookActs({ item, store }: { item: WebhookAnswer; store: WebhooksStore }) {
  const { id, url, active } = item;
  const isOpen = store.deliveries.shown.value?.endpoint === id;
  return (
    <span class="row-acts">
      <button
        type="button"
        class="small-button"
        aria-expanded={isOpen}
        aria-label={isOpen ? own.hideOf(url) : own.showOf(url)}
        onClick={() => (isOpen ? store.deliveries.close() : void store.deliveries.open(id))}
      >
        {isOpen ? own.hide : own.show}
      </button>
      <button
        type="button"
        class="small-button"
        aria-label={own.tryOf(url)}
        disabled={!active}
        onClick={() => void store.try(id)}
      >
        {own.try}
      </button>
      <button
        type="button"
        class="small-button"
        aria-label={own.changeOf(url)}
        onClick={() => void store.edit(id)}
      >
        {own.change}
      </button>
      <Removal name={url} texts={own.rotate} remove={() => void store.rotate(id)} />
      <Removal name={url} texts={own.delete} remove={() => void store.remove(id)} />
    </span>
  );
}
