import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { sessionTexts } from '../../texts/session.ts';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly text: string;
  /** What is done, on its button. */
  readonly action: string;
  readonly confirm: () => void;
  readonly cancel: () => void;
  readonly children?: ComponentChildren;
}

/** Asks before something that cannot be taken back. Escape, and whatever else closes it, is a no. */
export function ConfirmDialog({ title, text, action, confirm, cancel, children }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="confirm" ref={dialog} aria-labelledby={id} onClose={cancel}>
      <h2 id={id}>{title}</h2>
      <p class="confirm-text">{text}</p>
      {children}
      <div class="confirm-buttons">
        <button type="button" class="small-button" onClick={() => dialog.current?.close()}>
          {sessionTexts.confirm.cancel}
        </button>
        <button
          type="button"
          class="small-button danger"
          onClick={() => {
            // Gives the focus back to where it was.
            dialog.current?.close();
            confirm();
          }}
        >
          {action}
        </button>
      </div>
    </dialog>
  );
}
