import type { KeyAnswer } from '../../rest/operations-answers.ts';
import type { KeysStore } from '../../store/operations/keys-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { problemText, texts } from '../../texts.ts';
import { ActsTable } from '../acts-table.tsx';
import { Notice } from '../notice.tsx';
import { usePage } from '../page-context.ts';
import { Removal } from '../removal.tsx';
import { NewKeyForm } from './new-key-form.tsx';
import { ShownOnce } from './shown-once.tsx';

const own = operationsTexts.keys;

function Row({ item, store, now }: { item: KeyAnswer; store: KeysStore; now: number }) {
  const { times } = usePage().formats;
  const moment = (time: string) => times.moment(Date.parse(time), now);
  const { expiresAt, lastUsedAt } = item;
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= now;
  return (
    <tr>
      <th scope="row">
        {item.name}
        <span class="tile-note">{item.id}</span>
      </th>
      <td>{operationsTexts.roles[item.role]}</td>
      <td class="op-words">{item.event ?? item.organization}</td>
      <td>{moment(item.createdAt)}</td>
      <td>{lastUsedAt === null ? own.never : moment(lastUsedAt)}</td>
      <td>{expiresAt === null ? texts.nothing : isOver ? own.expired : moment(expiresAt)}</td>
      <td class="op-act">
        <Removal name={item.name} texts={own} remove={() => void store.remove(item.id)} />
      </td>
    </tr>
  );
}

function Table({ items, store }: { items: readonly KeyAnswer[]; store: KeysStore }) {
  const { page } = usePage();
  const now = page.now.peek();
  return (
    <ActsTable columns={own.columns} act={own.remove}>
      {items.map((item) => (
        <Row key={item.id} item={item} store={store} now={now} />
      ))}
    </ActsTable>
  );
}

function Made({ store }: { store: KeysStore }) {
  const made = store.made.value;
  if (!made) return null;
  const { name, key } = made;
  return <ShownOnce text={own.made(name)} label={name} secret={key} done={() => store.putAway()} />;
}

/** The API keys: a new one shows its text once. */
export function KeysPanel({ store }: { store: KeysStore }) {
  const keys = store.keys.value;
  const problem = store.asking.problem.value;
  return (
    <section class="panel" aria-label={own.title} data-testid="keys">
      <h2 class="panel-title">{own.title}</h2>
      {problem && (
        <Notice kind="warn">
          {own.problem} {problemText(problem.code)}
        </Notice>
      )}
      <NewKeyForm store={store} />
      <Made store={store} />
      {!keys && !problem && <p class="quiet">{own.loading}</p>}
      {keys?.length === 0 && <p class="quiet">{own.none}</p>}
      {keys && keys.length > 0 && <Table items={keys} store={store} />}
    </section>
  );
}
