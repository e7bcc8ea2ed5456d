import { useSignal } from '@preact/signals';
import { ROLES, type Role } from '../../rest/operations-answers.ts';
import type { KeysStore } from '../../store/operations/keys-store.ts';
import { operationsTexts } from '../../texts/operations.ts';
import { Field } from '../field.tsx';
import { SelectField } from '../select-field.tsx';

const own = operationsTexts.keys;

/** Makes a key of a name and a role, perhaps for one event only. */
export function NewKeyForm({ store }: { store: KeysStore }) {
  const name = useSignal('');
  const role = useSignal<Role>('moderator');
  const event = useSignal('');
  const tried = useSignal(false);
  const missing = tried.value && name.value.trim() === '';

  async function submit(submitted: Event): Promise<void> {
    submitted.preventDefault();
    tried.value = true;
    if (name.value.trim() === '') return;
    const made = await store.make({ name: name.value, role: role.value, event: event.value });
    if (!made) return;
    name.value = '';
    tried.value = false;
  }

  return (
    <form class="range-bar op-form" noValidate onSubmit={(submitted) => void submit(submitted)}>
      <Field
        label={own.name}
        value={name.value}
        isWrong={missing}
        change={(value) => {
          name.value = value;
        }}
      />
      <SelectField
        label={own.role}
        value={role.value}
        options={ROLES.map((value) => ({ value, label: operationsTexts.roles[value] }))}
        change={(value) => {
          role.value = ROLES.find((one) => one === value) ?? role.value;
        }}
      />
      <Field
        label={own.event}
        value={event.value}
        change={(value) => {
          event.value = value;
        }}
      />
      <button type="submit" class="small-button" disabled={store.asking.busy.value}>
        {own.make}
      </button>
      {missing && (
        <p class="field-wrong" role="alert">
          {own.nameMissing}
        </p>
      )}
    </form>
  );
}
