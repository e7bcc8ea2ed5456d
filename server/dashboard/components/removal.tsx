import { useSignal } from '@preact/signals';

export interface RemovalProps {
  /** Of what is to be removed. */
  readonly name: string;
  readonly texts: {
    readonly remove: string;
    readonly removeOf: (name: string) => string;
    readonly sure: (name: string) => string;
    readonly yes: string;
    readonly no: string;
  };
  readonly remove: () => void;
}

/** A button that asks before it removes something. */
export function Removal({ name, texts, remove }: RemovalProps) {
  const asked = useSignal(false);
  const ask = (value: boolean) => () => {
    asked.value = value;
  };
  if (!asked.value)
    return (
      <button type="button" class="small-button" aria-label={texts.removeOf(name)} onClick={ask(true)}>
        {texts.remove}
      </button>
    );
  return (
    <span class="op-sure" role="alert">
      <span>{texts.sure(name)}</span>{' '}
      <button type="button" class="small-button danger" onClick={remove}>
        {texts.yes}
      </button>{' '}
      <button type="button" class="small-button" onClick={ask(false)}>
        {texts.no}
      </button>
    </span>
  );
}
