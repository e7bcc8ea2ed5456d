import { useId } from 'preact/hooks';

export interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (text: string) => void;
}

/** A date with its time, `yyyy-mm-ddThh:mm`. */
export function TimeField({ label, value, change }: TimeFieldProps) {
  const id = useId();
  return (
    <span class="inline-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        required
        onInput={(event) => change(event.currentTarget.value)}
      />
    </span>
  );
}
