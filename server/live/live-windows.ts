import type { LiveWindow } from './catalogue.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Length of the part of a span in which the session was live, ms. Without any known window all of it counts.
 */
export function liveLength({ start, end }: Span, windows: readonly LiveWindow[]): number {
  if (end <= start) return 0;
  if (windows.length === 0) return end - start;
  let length = 0;
  for (const [opened, closed] of windows) {
    const from = Math.max(start, opened ?? start);
    const to = Math.min(end, closed ?? end);
    if (to > from) length += to - from;
  }
  return length;
}

/** Live by action now, or nobody ever said. */
export function isLive(windows: readonly LiveWindow[]): boolean {
  const last = windows.at(-1);
  return last === undefined || last[1] === null;
}

/** Live by action now. */
export function isOnAir({ windows }: { readonly windows: readonly LiveWindow[] }): boolean {
  return windows.at(-1)?.[1] === null;
}

/** What goLive does: nothing while it is live by action. */
export function openWindow(windows: readonly LiveWindow[], time: number): readonly LiveWindow[] {
  const last = windows.at(-1);
  return last !== undefined && last[1] === null ? windows : [...windows, [time, null]];
}

/** What end does: nothing when it has ended already. */
export function closeWindow(windows: readonly LiveWindow[], time: number): readonly LiveWindow[] {
  const last = windows.at(-1);
  if (last === undefined) return [[null, time]];
  return last[1] === null ? [...windows.slice(0, -1), [last[0], time]] : windows;
}
