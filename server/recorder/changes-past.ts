import type { Session } from '../live/catalogue.ts';

/** Whether a change of a session makes other figures of slices that have ended: its first goLive, or another length of the video. */
export function changesPast(before: Session | undefined, after: Session): boolean {
  if (before === undefined || !before.hasSlices) return false;
  const isFirstLive = before.windows.length === 0 && (after.windows[0]?.[0] ?? null) !== null;
  return isFirstLive || before.details.videoDurationSeconds !== after.details.videoDurationSeconds;
}
