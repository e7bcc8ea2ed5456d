import type { LiveWindow } from '../../live/catalogue.ts';

/** Where a span (half-open, ms) begins in the replay of the live window that it touches, s since goLive; null outside any. */
export function replayPosition(
  { start, end }: { readonly start: number; readonly end: number },
  windows: readonly LiveWindow[],
): number | null {
  for (const [goLive, ended] of windows) {
    if (goLive === null || goLive >= end || (ended !== null && ended <= start)) continue;
    return Math.max(0, start - goLive) / 1000;
  }
  return null;
}
