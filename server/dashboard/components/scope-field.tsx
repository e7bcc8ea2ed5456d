import { useId } from 'preact/hooks';
import { texts } from '../texts.ts';

export interface ScopeFieldProps {
  readonly value: string;
  readonly wrong: boolean;
  readonly change: (text: string) => void;
}

/** Where the reader writes which scope to show. */
export function ScopeField({ value, wrong, change }: ScopeFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{texts.signIn.scope}</label>
      <input
        id={id}
        name="scope"
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder="event:demo"
        value={value}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={wrong ? 'field-wrong' : 'field-hint'}>
        {wrong ? texts.signIn.scopeWrong : texts.signIn.scopeHint}
      </p>
    </div>
  );
}
