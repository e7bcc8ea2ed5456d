import type { Session } from '../live/catalogue.ts';
import { average } from './span-totals.ts';

/** Rooms for working and meeting have no video, whatever is said of them. */
const WITHOUT_VIDEO: ReadonlySet<string> = new Set(['workshop', 'networking']);

/**
 * Length of a session's video, seconds: as it was given, else for how long the session was live by action, from each goLive to
 * its end. Null while that goes on, where nobody said when it was, and where there is no video.
 */
export function videoSeconds({ details, windows }: Pick<Session, 'details' | 'windows'>): number | null {
  if (WITHOUT_VIDEO.has(details.kind)) return null;
  if (details.videoDurationSeconds !== null) return details.videoDurationSeconds;
  let length = 0;
  for (const [start, end] of windows) {
    if (start === null || end === null) return null;
    length += end - start;
  }
  return length === 0 ? null : length / 1000;
}

/** Watch time of some people by the length of the video, mean over them, in percent (2 decimals). */
export function watchedPercent(watchMs: number, people: number, video: number | null): number | null {
  return video === null ? null : average(watchMs * 100, people * Math.round(video * 1000));
}

/** The same of one person: who watched it more than once has watched all of it. */
export function engagementPercent(watchMs: number, video: number | null): number | null {
  const percent = watchedPercent(watchMs, 1, video);
  return percent === null ? null : Math.min(100, percent);
}
