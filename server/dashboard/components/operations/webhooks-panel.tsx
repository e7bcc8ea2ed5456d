import type { WebhookAnswer } from '../../rest/operations-answers.ts';
import type { WebhooksStore } from '../../store/operations/webhooks-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { problemText } from '../../texts.ts';
import { ActsTable } from '../acts-table.tsx';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { DeliveriesTable } from './deliveries-table.tsx';

const own = operationsTexts.webhooks;

function stateOf({ active, disabled, expiresAt }: WebhookAnswer, now: number): string {
  if (disabled !== null) return own.disabled[disabled];
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return own.expired;
  return active ? own.active : own.paused;
}

function Row({ item, store }: { item: WebhookAnswer; store: WebhooksStore }) {
  const { page } = usePage();
  const { id, url, description } = item;
  const shown = store.deliveries.value;
  const isOpen = shown?.endpoint === id;
  return (
    <tr>
      <th scope="row">
        {description || url}
        {description !== '' && <span class="tile-note">{url}</span>}
      </th>
      <td class="op-words">{item.event ?? item.organization}</td>
      <td>{stateOf(item, page.now.peek())}</td>
      <td class="op-act">
        <button
          type="button"
          class="small-button"
          aria-expanded={isOpen}
          aria-label={isOpen ? own.hideOf(url) : own.showOf(url)}
          onClick={() => (isOpen ? store.close() : void store.open(id))}
        >
          {isOpen ? own.hide : own.show}
        </button>
      </td>
    </tr>
  );
}

/** Where the organization is told of what happens, and what became of it. */
export function WebhooksPanel({ store }: { store: WebhooksStore }) {
  const endpoints = store.endpoints.value;
  const problem = store.asking.problem.value;
  const shown = store.deliveries.value;
  const open = endpoints?.find(({ id }) => id === shown?.endpoint);
  return (
    <section class="panel" aria-label={own.title} data-testid="webhooks">
      <h2 class="panel-title">{own.title}</h2>
      {problem && (
        <Notice kind="warn">
          {own.problem} {problemText(problem.code)}
        </Notice>
      )}
      {!endpoints && !problem && <p class="quiet">{own.loading}</p>}
      {endpoints?.length === 0 && <p class="quiet">{own.none}</p>}
      {endpoints && endpoints.length > 0 && (
        <ActsTable columns={own.columns}>
          {endpoints.map((item) => (
            <Row key={item.id} item={item} store={store} />
          ))}
        </ActsTable>
      )}
      {open && shown && <DeliveriesTable url={open.url} shown={shown} store={store} />}
    </section>
  );
}
