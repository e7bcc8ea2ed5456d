import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../durations.ts';

/** Pauses after each failed attempt, as Standard Webhooks proposes: ten attempts in 75 hours. */
export const PAUSES_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Pauses of a Sequel subscription: the same, as far as they stay within 24 hours. */
export const SEQUEL_PAUSES_MS: readonly number[] = PAUSES_MS.slice(0, 6);

/** A pause is longer by a random part of this share of it, so that what failed together does not come back together. */
const JITTER = 0.2;

export interface Failed {
  readonly pauses: readonly number[];
  /** Attempts so far, with the one that failed. */
  readonly attempts: number;
  /** What the endpoint asked for, ms; 0 when nothing. */
  readonly retryAfterMs: number;
  /** From 0 to 1. */
  readonly random: number;
}

/** How long until the next attempt, ms; null: that was the last. */
export function pauseMs({ pauses, attempts, retryAfterMs, random }: Failed): number | null {
  const pause = pauses[attempts - 1];
  if (pause === undefined) return null;
  return Math.round(Math.max(pause, retryAfterMs) + pause * JITTER * random);
}
