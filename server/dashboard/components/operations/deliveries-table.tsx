import type { DeliveryAnswer, DeliveryStatus } from '../../rest/webhook-answers.ts';
import type { Deliveries, DeliveriesStore } from '../../store/operations/deliveries-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { texts } from '../../texts.ts';
import { ActsTable } from '../acts-table.tsx';
import { usePage } from '../page-context.ts';
import { SelectField } from '../select-field.tsx';
import { DeliveryRequests } from './delivery-requests.tsx';

const own = operationsTexts.deliveries;
const STATES = Object.keys(own.status) as DeliveryStatus[];

interface ActsProps {
  readonly item: DeliveryAnswer;
  readonly at: string;
  readonly store: DeliveriesStore;
}

function Acts({ item, at, store }: ActsProps) {
  const { id, type, status, attempts } = item;
  const isOpen = store.looked.value?.id === id;
  return (
    <span class="row-acts">
      {attempts > 0 && (
        <button
          type="button"
          class="small-button"
          aria-expanded={isOpen}
          aria-label={own.detailsOf(type, at)}
          onClick={() => void store.look(isOpen ? null : id)}
        >
          {own.details}
        </button>
      )}
      {status !== 'pending' && (
        <button
          type="button"
          class="small-button"
          aria-label={own.againOf(type, at)}
          disabled={store.asking.busy.value}
          onClick={() => void store.redeliver(id)}
        >
          {own.again}
        </button>
      )}
    </span>
  );
}

function Row({ item, store, now }: { item: DeliveryAnswer; store: DeliveriesStore; now: number }) {
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
        <Acts item={item} at={at} store={store} />
      </td>
    </tr>
  );
}

function Pager({ shown, store }: { shown: Deliveries; store: DeliveriesStore }) {
  if (shown.next === null && !shown.isLater) return null;
  return (
    <nav class="pager" aria-label={operationsTexts.webhooks.show}>
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

export interface DeliveriesTableProps {
  readonly url: string;
  readonly shown: Deliveries;
  readonly store: DeliveriesStore;
}

/** What an endpoint was told or is to be told, the latest first. */
export function DeliveriesTable({ url, shown, store }: DeliveriesTableProps) {
  const { page } = usePage();
  const looked = store.looked.value;
  return (
    <section class="op-deliveries" aria-label={own.title(url)}>
      <div class="op-head">
        <h3 class="panel-title op-words">{own.title(url)}</h3>
        <SelectField
          label={own.filter}
          value={shown.status ?? ''}
          options={[
            { value: '', label: own.any },
            ...STATES.map((value) => ({ value, label: own.status[value] })),
          ]}
          change={(value) =>
            void store.open(shown.endpoint, STATES.find((status) => status === value) ?? null)
          }
        />
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
      {looked && <DeliveryRequests delivery={looked} />}
    </section>
  );
}
