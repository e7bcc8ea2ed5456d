import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';

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

/** A button that asks before it removes something. Who reads by keyboard stays where they are. */
export function Removal({ name, texts, remove }: RemovalProps) {
  const asked = useSignal<boolean | null>(null);
  const next = useRef<HTMLButtonElement>(null);
  const ask = (value: boolean) => () => {
    asked.value = value;
  };
  useLayoutEffect(() => {
    if (asked.value !== null) next.current?.focus();
  }, [asked.value]);
  if (!asked.value)
    return (
      <button
        type="button"
        class="small-button"
        aria-label={texts.removeOf(name)}
        ref={next}
        onClick={ask(true)}
      >
        {texts.remove}
      </button>
    );
  return (
    <span class="op-sure" role="alert">
      <span>{texts.sure(name)}</span>{' '}
      <button
        type="button"
        class="small-button danger"
        onClick={() => {
          asked.value = false;
          remove();
        }}
      >
        {texts.yes}
      </button>{' '}
      <button type="button" class="small-button" ref={next} onClick={ask(false)}>
        {texts.no}
      </button>
    </span>
  );
}
