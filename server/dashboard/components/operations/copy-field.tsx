import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { operationsTexts } from '../../texts/operations.ts';

const own = operationsTexts.copy;

/** A text that is to be copied, and is selected where the clipboard is not to be had. */
export function CopyField({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLInputElement>(null);
  const state = useSignal<'new' | 'copied' | 'failed'>('new');

  async function copy(): Promise<void> {
    field.current?.select();
    // Without TLS browsers have no clipboard.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    state.value = copied ? 'copied' : 'failed';
  }

  return (
    <span class="copy-field">
      <input ref={field} readOnly aria-label={label} value={text} data-testid="secret" />
      <button type="button" class="small-button" onClick={() => void copy()}>
        {own.copy}
      </button>
      <span role="status" class="soft">
        {state.value === 'copied' && own.copied}
        {state.value === 'failed' && own.failed}
      </span>
    </span>
  );
}
