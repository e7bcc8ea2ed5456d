import { useId } from 'preact/hooks';
import type { DeliveryAnswer, DeliveryStatus } from '../../rest/operations-answers.ts';
import type { Deliveries, WebhooksStore } from '../../store/operations/webhooks-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { texts } from '../../texts.ts';
import { ActsTable } from '../acts-table.tsx';
import { usePage } from '../page-context.ts';

const own = operationsTexts.deliveries;
const STATES = Object.keys(own.status) as DeliveryStatus[];

function Row({ item, store, now }: { item: DeliveryAnswer; store: WebhooksStore; now: number }) {
  const { times } = usePage().formats;
  const moment = (time: string) => times.moment(Date.parse(time), now);
  const at = moment(item.at);
  const { status, nextAttemptAt } = item;
  return (
    <tr>
      <th scope="row">{at}</th>
      <td class="op-words">{item.type}</td>
      <td class="op-words">{item.session ?? item.event ?? texts.nothing}</td>
      <td>
        <span class={`op-${status}`}>{own.status[status]}</span>
        {status === 'pending' && nextAttemptAt !== null && (
          <span class="tile-note">{own.next(moment(nextAttemptAt))}</span>
        )}
      </td>
      <td>{item.attempts}</td>
      <td class="op-act">
        {status !== 'pending' && (
          <button
            type="button"
            class="small-button"
            aria-label={own.againOf(item.type, at)}
            disabled={store.asking.busy.value}
            onClick={() => void store.redeliver(item.id)}
          >
            {own.again}
          </button>
        )}
      </td>
    </tr>
  );
}

function Filter({ shown, store }: { shown: Deliveries; store: WebhooksStore }) {
  const id = useId();
  return (
    <span class="inline-field">
      <label for={id}>{own.filter}</label>
      <select
        id={id}
        value={shown.status ?? ''}
        onChange={({ currentTarget }) =>
          void store.open(shown.endpoint, STATES.find((one) => one === currentTarget.value) ?? null)
        }
      >
        <option value="">{own.any}</option>
        {STATES.map((status) => (
          <option key={status} value={status}>
            {own.status[status]}
          </option>
        ))}
      </select>
    </span>
  );
}

function Pager({ shown, store }: { shown: Deliveries; store: WebhooksStore }) {
  if (shown.next === null && !shown.isLater) return null;
  return (
    <nav class="pager" aria-label={operationsTexts.webhooks.columns.deliveries}>
      <button
        type="button"
        disabled={!shown.isLater}
        onClick={() => void store.open(shown.endpoint, shown.status)}
      >
        {own.latest}
      </button>
      <button type="button" disabled={shown.next === null} onClick={() => void store.older()}>
        {own.older}
      </button>
    </nav>
  );
}

/** What an endpoint was told or is to be told, the latest first. */
export function DeliveriesTable({
  url,
  shown,
  store,
}: {
  url: string;
  shown: Deliveries;
  store: WebhooksStore;
}) {
  const { page } = usePage();
  return (
    <section class="op-deliveries" aria-label={own.title(url)}>
      <div class="op-head">
        <h3 class="panel-title op-words">{own.title(url)}</h3>
        <Filter shown={shown} store={store} />
      </div>
      {shown.items.length === 0 && <p class="quiet">{own.none}</p>}
      {shown.items.length > 0 && (
        <ActsTable columns={own.columns} act={own.again}>
          {shown.items.map((item) => (
            <Row key={item.id} item={item} store={store} now={page.now.peek()} />
          ))}
        </ActsTable>
      )}
      <Pager shown={shown} store={store} />
    </section>
  );
}
