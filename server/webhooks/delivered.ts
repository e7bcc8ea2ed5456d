import type { Verdict } from './sending/verdict.ts';

/** What came of an attempt at a message. */
export interface Delivered {
  readonly verdict: Verdict;
  /** How long the endpoint asks to be left alone, ms; 0: it does not. */
  readonly retryAfterMs: number;
}
