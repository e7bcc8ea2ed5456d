import type { AlertAnswer } from '../../rest/alert-answers.ts';
import type { AlertsStore } from '../../store/alerts/alerts-store.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { ActsTable } from '../acts-table.tsx';
import { usePage } from '../page-context.ts';

const own = alertTexts.history;

function Row({ alert, store, now }: { alert: AlertAnswer; store: AlertsStore; now: number }) {
  const { times, numbers } = usePage().formats;
  const moment = (time: string) => times.moment(Date.parse(time), now);
  const { id, name, scope, value, worst, raisedAt, clearedAt, acknowledgedAt, acknowledgedBy } = alert;
  return (
    <tr>
      <td>{moment(raisedAt)}</td>
      <th scope="row">
        {name}
        {alert.muted && <span class="tile-note">{own.muted}</span>}
      </th>
      <td class="op-words">{scope}</td>
      <td>
        {numbers.count(value)}
        {worst !== value && <span class="tile-note">{own.worst(numbers.count(worst))}</span>}
      </td>
      <td class={clearedAt === null ? 'op-exhausted' : ''}>
        {clearedAt === null ? own.open : moment(clearedAt)}
      </td>
      <td class="op-act">
        {acknowledgedAt === null ? (
          <button
            type="button"
            class="small-button"
            aria-label={alertTexts.banner.acknowledgeOf(`${name}, ${moment(raisedAt)}`)}
            onClick={() => void store.acknowledge(id)}
          >
            {alertTexts.banner.acknowledge}
          </button>
        ) : (
          <span class="soft small">{own.acknowledged(acknowledgedBy ?? '', moment(acknowledgedAt))}</span>
        )}
      </td>
    </tr>
  );
}

/** What was raised in the scope that is shown, the latest first. */
export function HistoryPanel({ store }: { store: AlertsStore }) {
  const { page } = usePage();
  const alerts = store.alerts.value;
  const now = page.now.peek();
  return (
    <section class="panel" aria-label={own.title} data-testid="alert-history">
      <h2 class="panel-title">{own.title}</h2>
      {alerts?.length === 0 && <p class="quiet">{own.none}</p>}
      {alerts && alerts.length > 0 && (
        <ActsTable columns={own.columns} act={alertTexts.banner.acknowledge}>
          {alerts.map((alert) => (
            <Row key={alert.id} alert={alert} store={store} now={now} />
          ))}
        </ActsTable>
      )}
      {store.next.value !== null && (
        <button
          type="button"
          class="small-button"
          disabled={store.asking.busy.value}
          onClick={() => void store.older()}
        >
          {own.older}
        </button>
      )}
    </section>
  );
}
