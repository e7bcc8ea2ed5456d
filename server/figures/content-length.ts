import { liveLength } from '../live/live-windows.ts';
import type { AskedSession } from './span-question.ts';

/** What there was to watch, ms; null: nothing of which that is known. */
export interface ContentLength {
  /** While sessions were live by action. */
  readonly live: number | null;
  /** Of their videos; of one whose length nobody gave, as long as it was live. */
  readonly onDemand: number | null;
}

/** Over several sessions together. `now`: until when a session that is live lasts, ms. */
export function contentLength(sessions: readonly AskedSession[], now: number): ContentLength {
  const lengths = sessions.map(({ windows, videoDurationSeconds }) => {
    const known = windows.filter(([start]) => start !== null);
    const live = known.length === 0 ? 0 : liveLength({ start: 0, end: now }, known);
    return { live, onDemand: videoDurationSeconds === null ? live : videoDurationSeconds * 1000 };
  });
  const sum = (mode: keyof ContentLength) => lengths.reduce((total, one) => total + one[mode], 0) || null;
  return { live: sum('live'), onDemand: sum('onDemand') };
}
