import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** The most letters that the server takes. */
export const LONGEST_TEXT = 2000;

export interface TalkFormProps {
  /** Name of the form, where that of its first field does not say it all. */
  readonly label?: string;
  readonly first: { readonly label: string; readonly value: string; readonly change: (text: string) => void };
  /** What stands below the first field. */
  readonly children?: ComponentChildren;
  /** Why it cannot be sent as it is. */
  readonly wrong?: string | null;
  readonly buttons: { readonly send: string; readonly cancel: string };
  readonly isBusy: boolean;
  readonly send: () => void;
  readonly cancel: () => void;
}

/** Where a moderator writes something to all who are there; its first field has the focus when it opens. */
export function TalkForm({
  label,
  first,
  children,
  wrong = null,
  buttons,
  isBusy,
  send,
  cancel,
}: TalkFormProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="talk-form"
      noValidate
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class="field">
        <label for={id}>{first.label}</label>
        <input
          id={id}
          ref={field}
          type="text"
          autocomplete="off"
          maxLength={LONGEST_TEXT}
          value={first.value}
          onInput={({ currentTarget }) => first.change(currentTarget.value)}
        />
      </div>
      {children}
      {wrong !== null && (
        <p class="field-wrong" role="alert">
          {wrong}
        </p>
      )}
      <div class="form-buttons">
        <button type="submit" class="small-button strong" disabled={isBusy}>
          {buttons.send}
        </button>
        <button type="button" class="small-button" onClick={cancel}>
          {buttons.cancel}
        </button>
      </div>
    </form>
  );
}
