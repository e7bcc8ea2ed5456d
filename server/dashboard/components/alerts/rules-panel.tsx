import { useMemo } from 'preact/hooks';
import type { Scope } from '../../../protocol/client-messages.ts';
import type { RuleAnswer } from '../../rest/alert-answers.ts';
import type { AlertsStore } from '../../store/alerts/alerts-store.ts';
import { draftOf, newDraft } from '../../store/alerts/rule-draft.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { ActsTable } from '../acts-table.tsx';
import { usePage } from '../page-context.ts';
import { Removal } from '../removal.tsx';
import { RuleForm } from './rule-form.tsx';

const own = alertTexts.rules;

const HOUR_MS = 3_600_000;

function Row({ rule, store, now }: { rule: RuleAnswer; store: AlertsStore; now: number }) {
  const { times, numbers } = usePage().formats;
  const { id, name, mutedUntil } = rule;
  const until = mutedUntil === null ? 0 : Date.parse(mutedUntil);
  const isMuted = until > now;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="op-words">{rule.scope}</td>
      <td class="op-words">{alertTexts.condition(rule.condition, numbers.count)}</td>
      <td>
        <span class={rule.state === 'raised' ? 'op-exhausted' : ''}>{own.state[rule.state]}</span>
        {isMuted && <span class="tile-note">{own.muted(times.moment(until, now))}</span>}
      </td>
      <td class="op-act">
        <span class="row-acts">
          <button
            type="button"
            class="small-button"
            aria-label={own.editOf(name)}
            onClick={() => void store.edit(id)}
          >
            {own.edit}
          </button>
          <button
            type="button"
            class="small-button"
            aria-label={isMuted ? own.unmuteOf(name) : own.muteOf(name)}
            onClick={() => void store.mute(id, isMuted ? null : now + HOUR_MS)}
          >
            {isMuted ? own.unmute : own.mute}
          </button>
          <Removal name={name} texts={own} remove={() => void store.remove(id)} />
        </span>
      </td>
    </tr>
  );
}

function Form({ store, scope }: { store: AlertsStore; scope: Scope }) {
  const edited = store.edited.value;
  const isBusy = store.asking.busy.value;
  const initial = useMemo(() => (edited ? draftOf(edited.rule) : newDraft(scope)), [edited, scope]);
  if (!edited) return <RuleForm initial={initial} isBusy={isBusy} save={(wanted) => store.make(wanted)} />;
  return (
    <>
      <h3 class="panel-title alert-edited">{alertTexts.form.labelOf(edited.rule.name)}</h3>
      <RuleForm
        key={`${edited.rule.id} ${edited.version}`}
        initial={initial}
        isBusy={isBusy}
        save={(wanted) => store.save(wanted)}
        cancel={() => store.leave()}
      />
    </>
  );
}

/** The rules that the token reaches, and a form for a new one. */
export function RulesPanel({ store, scope }: { store: AlertsStore; scope: Scope }) {
  const { page } = usePage();
  const rules = store.rules.value;
  const now = page.now.peek();
  return (
    <section class="panel" aria-label={own.title} data-testid="rules">
      <h2 class="panel-title">{own.title}</h2>
      <Form store={store} scope={scope} />
      {rules?.length === 0 && <p class="quiet">{own.none}</p>}
      {rules && rules.length > 0 && (
        <ActsTable columns={own.columns} act={own.remove}>
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} store={store} now={now} />
          ))}
        </ActsTable>
      )}
    </section>
  );
}
