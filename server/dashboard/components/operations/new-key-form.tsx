import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { ROLES, type Role } from '../../rest/operations-answers.ts';
import type { KeysStore } from '../../store/operations/keys-store.ts';
import { operationsTexts } from '../../texts/operations.ts';

const own = operationsTexts.keys;

/** Makes a key of a name and a role, perhaps for one event only. */
export function NewKeyForm({ store }: { store: KeysStore }) {
  const id = useId();
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
      <span class="inline-field">
        <label for={`${id}-name`}>{own.name}</label>
        <input
          id={`${id}-name`}
          value={name.value}
          maxLength={256}
          aria-invalid={missing}
          onInput={(changed) => {
            name.value = changed.currentTarget.value;
          }}
        />
      </span>
      <span class="inline-field">
        <label for={`${id}-role`}>{own.role}</label>
        <select
          id={`${id}-role`}
          value={role.value}
          onChange={(changed) => {
            role.value = ROLES.find((one) => one === changed.currentTarget.value) ?? role.value;
          }}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {operationsTexts.roles[one]}
            </option>
          ))}
        </select>
      </span>
      <span class="inline-field">
        <label for={`${id}-event`}>{own.event}</label>
        <input
          id={`${id}-event`}
          value={event.value}
          onInput={(changed) => {
            event.value = changed.currentTarget.value;
          }}
        />
      </span>
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
