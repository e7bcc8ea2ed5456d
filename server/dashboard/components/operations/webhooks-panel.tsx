import type { WebhookAnswer } from '../../rest/webhook-answers.ts';
import type { WebhooksStore } from '../../store/operations/webhooks-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { problemText } from '../../texts.ts';
import { ActsTable } from '../acts-table.tsx';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { DeliveriesTable } from './deliveries-table.tsx';
import { ShownOnce } from './shown-once.tsx';
import { WebhookActs } from './webhook-acts.tsx';
import { WebhookForm } from './webhook-form.tsx';

const own = operationsTexts.webhooks;

function stateOf({ active, disabled, expiresAt }: WebhookAnswer, now: number): string {
  if (disabled !== null) return own.disabled[disabled];
  if (expiresAt !== null && Date.parse(expiresAt) <= now) return own.expired;
  return active ? own.active : own.paused;
}

function Row({ item, store }: { item: WebhookAnswer; store: WebhooksStore }) {
  const { page, formats } = usePage();
  const { url, description, types, previousSecretUntil } = item;
  const now = page.now.peek();
  const until = previousSecretUntil === null ? 0 : Date.parse(previousSecretUntil);
  return (
    <tr>
      <th scope="row">
        {description || url}
        {description !== '' && <span class="tile-note">{url}</span>}
      </th>
      <td class="op-words">{item.event ?? item.organization}</td>
      <td class="op-words">{types === null ? own.all : types.join(', ')}</td>
      <td>
        {stateOf(item, now)}
        {until > now && <span class="tile-note">{own.bothSign(formats.times.moment(until, now))}</span>}
      </td>
      <td class="op-act">
        <WebhookActs item={item} store={store} />
      </td>
    </tr>
  );
}

function Made({ store }: { store: WebhooksStore }) {
  const made = store.made.value;
  if (!made) return null;
  const { url, secret } = made;
  return (
    <ShownOnce text={own.made(url)} label={own.secretOf(url)} secret={secret} done={() => store.putAway()} />
  );
}

function Writing({ store }: { store: WebhooksStore }) {
  const writing = store.writing.value;
  if (writing) {
    const key = writing.kind === 'new' ? '' : `${writing.webhook.id} ${writing.version}`;
    return <WebhookForm key={key} store={store} writing={writing} />;
  }
  return (
    <button type="button" class="small-button" onClick={() => store.begin()}>
      {operationsTexts.webhookForm.label}
    </button>
  );
}

/** Where the organization is told of what happens, and what became of it. */
export function WebhooksPanel({ store }: { store: WebhooksStore }) {
  const endpoints = store.endpoints.value;
  const problem = store.asking.problem.value;
  const shown = store.deliveries.shown.value;
  const open = endpoints?.find(({ id }) => id === shown?.endpoint);
  return (
    <section class="panel" aria-label={own.title} data-testid="webhooks">
      <h2 class="panel-title">{own.title}</h2>
      {problem && (
        <Notice kind="warn">
          {own.problem} {problemText(problem.code)} {problem.status === 400 && problem.message}
        </Notice>
      )}
      {!endpoints && !problem && <p class="quiet">{own.loading}</p>}
      <Made store={store} />
      {endpoints && <Writing store={store} />}
      {endpoints?.length === 0 && <p class="quiet">{own.none}</p>}
      {endpoints && endpoints.length > 0 && (
        <ActsTable columns={own.columns} act={own.acts}>
          {endpoints.map((item) => (
            <Row key={item.id} item={item} store={store} />
          ))}
        </ActsTable>
      )}
      {open && shown && <DeliveriesTable url={open.url} shown={shown} store={store.deliveries} />}
    </section>
  );
}
