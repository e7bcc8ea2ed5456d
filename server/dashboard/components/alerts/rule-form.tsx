import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { Scope } from '../../../protocol/client-messages.ts';
import type { ConditionAnswer } from '../../rest/alert-answers.ts';
import { readScope } from '../../router/route.ts';
import type { AlertsStore } from '../../store/alerts/alerts-store.ts';
import { alertTexts } from '../../texts/alerts.ts';
import { SelectField } from '../select-field.tsx';

const own = alertTexts.form;

type Kind = ConditionAnswer['kind'];
type NumberName = 'threshold' | 'clearAt' | 'percent' | 'minutes' | 'seconds' | 'least';

const KINDS = Object.keys(alertTexts.kinds) as readonly Kind[];

/** The numbers of each kind, with what they are at first. */
const NUMBERS: Readonly<Record<Kind, Partial<Record<NumberName, number>>>> = {
  above: { threshold: 500, clearAt: 450 },
  below: { threshold: 50, clearAt: 60 },
  capacity: { percent: 90, clearAt: 80 },
  drop: { percent: 30, minutes: 5, least: 10 },
  silence: { seconds: 60 },
  peak: { least: 1 },
};

const namesOf = (kind: Kind) => Object.keys(NUMBERS[kind]) as readonly NumberName[];

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly isNumber?: boolean;
  readonly change: (value: string) => void;
}

function Field({ label, value, isNumber = false, change }: TextProps) {
  const id = useId();
  return (
    <span class="inline-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode={isNumber ? 'numeric' : 'text'}
        value={value}
        maxLength={256}
        onInput={(changed) => change(changed.currentTarget.value)}
      />
    </span>
  );
}

const isWhole = (text: string) => /^\d{1,8}$/.test(text.trim());

/** Makes a rule about a scope, at first the one that is shown. */
export function RuleForm({ store, scope: shown }: { store: AlertsStore; scope: Scope }) {
  const name = useSignal('');
  const scope = useSignal<string>(shown);
  const kind = useSignal<Kind>('above');
  const numbers = useSignal<Partial<Record<NumberName, string>>>({});
  const emails = useSignal('');
  const tried = useSignal(false);
  const textOf = (one: NumberName) => numbers.value[one] ?? String(NUMBERS[kind.value][one] ?? '');
  const isWrong = () =>
    name.value.trim() === '' ||
    readScope(scope.value) === null ||
    !namesOf(kind.value).every((one) => isWhole(textOf(one)));

  async function submit(submitted: Event): Promise<void> {
    submitted.preventDefault();
    tried.value = true;
    if (isWrong()) return;
    const entries = namesOf(kind.value).map((one) => [one, Number(textOf(one))]);
    const condition = { kind: kind.value, ...Object.fromEntries(entries) };
    const to = emails.value.split(/[\s,;]+/).filter((one) => one !== '');
    const wanted = { name: name.value.trim(), scope: scope.value.trim(), condition, emails: to };
    if (!(await store.make(wanted))) return;
    name.value = '';
    tried.value = false;
  }

  return (
    <form
      class="range-bar op-form alert-form"
      aria-label={own.label}
      noValidate
      onSubmit={(submitted) => void submit(submitted)}
    >
      <Field
        label={own.name}
        value={name.value}
        change={(value) => {
          name.value = value;
        }}
      />
      <Field
        label={own.scope}
        value={scope.value}
        change={(value) => {
          scope.value = value;
        }}
      />
      <SelectField
        label={own.kind}
        value={kind.value}
        options={KINDS.map((value) => ({ value, label: alertTexts.kinds[value] }))}
        change={(value) => {
          kind.value = KINDS.find((one) => one === value) ?? kind.value;
          numbers.value = {};
        }}
      />
      {namesOf(kind.value).map((one) => (
        <Field
          key={`${kind.value} ${one}`}
          label={own[one]}
          isNumber
          value={textOf(one)}
          change={(value) => {
            numbers.value = { ...numbers.value, [one]: value };
          }}
        />
      ))}
      <Field
        label={own.emails}
        value={emails.value}
        change={(value) => {
          emails.value = value;
        }}
      />
      <button type="submit" class="small-button" disabled={store.asking.busy.value}>
        {own.make}
      </button>
      {tried.value && isWrong() && (
        <p class="field-wrong" role="alert">
          {own.missing}
        </p>
      )}
    </form>
  );
}
