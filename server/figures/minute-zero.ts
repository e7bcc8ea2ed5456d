import type { LiveWindow } from '../live/catalogue.ts';

const MINUTE_MS = 60_000;

/** Start of minute 0, ms: the UTC minute of the first goLive of any of the sessions; null when none is known. */
export function minuteZero(sessions: Iterable<{ readonly windows: readonly LiveWindow[] }>): number | null {
  let first: number | null = null;
  for (const { windows } of sessions) {
    for (const [goLive] of windows) if (goLive !== null) first = Math.min(goLive, first ?? goLive);
  }
  return first === null ? null : Math.floor(first / MINUTE_MS) * MINUTE_MS;
}

/** Number of the minute that an instant lies in, counted from minute 0; null when there is none. */
export function minuteNumber(time: number, zero: number | null): number | null {
  return zero === null ? null : Math.floor((time - zero) / MINUTE_MS);
}
