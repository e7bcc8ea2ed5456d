import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { WantedRule } from '../../rest/alert-answers.ts';
import {
  type ConditionKind,
  namesOf,
  ofKind,
  problemOf,
  type RuleDraft,
  wantedOf,
} from '../../store/alerts/rule-draft.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { Check, Field } from '../field.tsx';
import { SelectField } from '../select-field.tsx';

const own = alertTexts.form;
const KINDS = Object.keys(alertTexts.kinds) as readonly ConditionKind[];

interface PartProps {
  readonly draft: RuleDraft;
  readonly change: (draft: RuleDraft) => void;
}

function ConditionFields({ draft, change }: PartProps) {
  return (
    <>
      <SelectField
        label={own.kind}
        value={draft.kind}
        options={KINDS.map((value) => ({ value, label: alertTexts.kinds[value] }))}
        change={(value) => change(ofKind(draft, KINDS.find((one) => one === value) ?? draft.kind))}
      />
      {namesOf(draft.kind).map((name) => (
        <Field
          key={`${draft.kind} ${name}`}
          label={own[name]}
          type="number"
          value={draft.numbers[name] ?? ''}
          change={(value) => change({ ...draft, numbers: { ...draft.numbers, [name]: value } })}
        />
      ))}
    </>
  );
}

export interface RuleFormProps {
  /** What stands in it at first. */
  readonly initial: RuleDraft;
  readonly isBusy: boolean;
  /** Resolves to whether it went well. */
  readonly save: (wanted: WantedRule) => Promise<boolean>;
  /** Where a rule that there is is changed: leaves it as it is. */
  readonly cancel?: () => void;
}

/** Makes a rule, or changes one; what a rule is about never changes. */
export function RuleForm({ initial, isBusy, save, cancel }: RuleFormProps) {
  const draft = useSignal(initial);
  const tried = useSignal(false);
  const form = useRef<HTMLFormElement>(null);
  const isOld = cancel !== undefined;
  const problem = problemOf(draft.value);
  const change = (changed: RuleDraft) => {
    draft.value = changed;
  };
  useEffect(() => {
    if (isOld) form.current?.querySelector('input')?.focus();
  }, [isOld]);

  async function submit(submitted: Event): Promise<void> {
    submitted.preventDefault();
    tried.value = true;
    if (problem !== null || !(await save(wantedOf(draft.value)))) return;
    draft.value = initial;
    tried.value = false;
  }

  return (
    <form
      class="range-bar op-form alert-form"
      aria-label={isOld ? own.labelOf(initial.name) : own.label}
      noValidate
      ref={form}
      onSubmit={(submitted) => void submit(submitted)}
    >
      <Field
        label={own.name}
        value={draft.value.name}
        isWrong={tried.value && problem === 'name'}
        change={(name) => change({ ...draft.value, name })}
      />
      <Field
        label={own.scope}
        value={draft.value.scope}
        isFixed={isOld}
        isWrong={tried.value && problem === 'scope'}
        change={(scope) => change({ ...draft.value, scope })}
      />
      <ConditionFields draft={draft.value} change={change} />
      <Field
        label={own.coolDown}
        type="number"
        value={draft.value.coolDown}
        change={(coolDown) => change({ ...draft.value, coolDown })}
      />
      <Field
        label={own.emails}
        value={draft.value.emails}
        change={(emails) => change({ ...draft.value, emails })}
      />
      {isOld && (
        <Check
          label={own.enabled}
          checked={draft.value.enabled}
          change={(enabled) => change({ ...draft.value, enabled })}
        />
      )}
      <button type="submit" class={isOld ? 'small-button strong' : 'small-button'} disabled={isBusy}>
        {isOld ? own.save : own.make}
      </button>
      {cancel && (
        <button type="button" class="small-button" onClick={cancel}>
          {own.cancel}
        </button>
      )}
      {tried.value && problem !== null && (
        <p class="field-wrong" role="alert">
          {own.problems[problem]}
        </p>
      )}
    </form>
  );
}
