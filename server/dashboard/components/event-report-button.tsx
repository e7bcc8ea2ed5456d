import { useSignal } from '@preact/signals';
import { RestError, type RestPort } from '../rest/rest-client.ts';
import { problemText, texts } from '../texts.ts';

export interface EventReportButtonProps {
  readonly rest: RestPort;
  /** Id. */
  readonly event: string;
}

type State = { readonly kind: 'idle' | 'making' } | { readonly kind: 'failed'; readonly problem: string };

/** The token goes in a header and never into an address, so the page is fetched and shown from memory. */
async function show(rest: RestPort, event: string, tab: Window | null): Promise<void> {
  const url = URL.createObjectURL(await rest.report(event));
  // Where the browser let no tab be opened, this one shows it: back leads to the desk again.
  if (tab === null) location.assign(url);
  else tab.location.replace(url);
}

function problemOf(error: unknown): string {
  return problemText(error instanceof RestError ? error.code : String(error));
}

/** Opens the report of an event in a tab of its own. */
export function EventReportButton({ rest, event }: EventReportButtonProps) {
  const state = useSignal<State>({ kind: 'idle' });
  const open = () => {
    state.value = { kind: 'making' };
    // At once: browsers let a click open a tab, not what comes of it later.
    const tab = window.open('', '_blank');
    show(rest, event, tab).then(
      () => {
        state.value = { kind: 'idle' };
      },
      (error: unknown) => {
        tab?.close();
        state.value = { kind: 'failed', problem: problemOf(error) };
      },
    );
  };
  const { kind } = state.value;
  return (
    <>
      {state.value.kind === 'failed' && (
        <span class="quiet-problem" role="alert">
          {texts.report.failed(state.value.problem)}
        </span>
      )}
      <button
        type="button"
        class="quiet-button"
        title={texts.report.hint}
        disabled={kind === 'making'}
        onClick={open}
      >
        {kind === 'making' ? texts.report.making : texts.report.open}
      </button>
    </>
  );
}
