import { useId } from 'preact/hooks';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly type?: 'number' | 'text' | 'url';
  readonly isWrong?: boolean;
  /** It cannot be changed. */
  readonly isFixed?: boolean;
}

/** A line of text, or a whole number, with its name. */
export function Field({ label, value, change, type = 'text', isWrong = false, isFixed = false }: FieldProps) {
  const id = useId();
  return (
    <span class={`inline-field field-${type}`}>
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode={type === 'number' ? 'numeric' : type}
        value={value}
        maxLength={2048}
        readOnly={isFixed}
        aria-invalid={isWrong}
        autocomplete="off"
        onInput={(changed) => change(changed.currentTarget.value)}
      />
    </span>
  );
}

export interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

export function Check({ label, checked, change }: CheckProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(changed) => change(changed.currentTarget.checked)}
      />{' '}
      {label}
    </label>
  );
}
