import { useId } from 'preact/hooks';
import { texts } from '../texts.ts';

export interface TokenFieldProps {
  readonly value: string;
  readonly missing: boolean;
  readonly change: (text: string) => void;
}

/** Where the reader pastes a token; hidden like a password, since it is one. */
export function TokenField({ value, missing, change }: TokenFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{texts.signIn.token}</label>
      <input
        id={id}
        name="token"
        type="password"
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-invalid={missing}
        aria-describedby={`${id}-hint`}
        onInput={(event) => change(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={missing ? 'field-wrong' : 'field-hint'}>
        {missing ? texts.signIn.tokenMissing : texts.signIn.tokenHint}
      </p>
    </div>
  );
}
