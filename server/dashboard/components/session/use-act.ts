import { type ReadonlySignal, useSignal } from '@preact/signals';
import { problemText } from '../../texts.ts';

export interface Act {
  readonly isBusy: ReadonlySignal<boolean>;
  /** Why the last one failed; null when it did not. */
  readonly problem: ReadonlySignal<string | null>;
  /** Runs one at a time; true when it worked. */
  readonly run: (work: () => Promise<unknown>) => Promise<boolean>;
}

function codeOf(error: unknown): string {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : String(error);
}

/** Something that the reader does at the server, with what comes of it. */
export function useAct(): Act {
  const isBusy = useSignal(false);
  const problem = useSignal<string | null>(null);
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false;
    isBusy.value = true;
    problem.value = null;
    try {
      await work();
      return true;
    } catch (error) {
      problem.value = problemText(codeOf(error));
      return false;
    } finally {
      isBusy.value = false;
    }
  }
  return { isBusy, problem, run };
}
