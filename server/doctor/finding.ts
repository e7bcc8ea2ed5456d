/** `ok`: nothing to do. `warning`: works, but not as well or as safely as it could. `problem`: will fail, or loses something. */
export type Verdict = 'ok' | 'warning' | 'problem';

/** What was found of one thing that the server depends on. */
export interface Finding {
  readonly subject: string;
  readonly verdict: Verdict;
  /** What is the case, with its figures. */
  readonly text: string;
  /** What to do about it. */
  readonly advice?: string;
}

export const ok = (subject: string, text: string): Finding => ({ subject, verdict: 'ok', text });

export const warning = (subject: string, text: string, advice: string): Finding => ({
  subject,
  verdict: 'warning',
  text,
  advice,
});

export const problem = (subject: string, text: string, advice: string): Finding => ({
  subject,
  verdict: 'problem',
  text,
  advice,
});
