import type { ScopeKey } from '../live/catalogue.ts';
import type { Mode } from '../protocol/client-messages.ts';
import type { AttendeeInSpan, ModeInSpan } from './attendee-in-span.ts';

export interface ModeTotals {
  readonly attendees: number;
  readonly views: number;
  readonly watchSeconds: number;
  /** Over those who watched at all; null when nobody did. */
  readonly averageWatchSeconds: number | null;
  readonly engagedMinutes: number;
  /** Over the attendees of this mode, 2 decimals; null without any. */
  readonly averageEngagedMinutes: number | null;
  /**
   * Watch time by length of the video, mean over those who watched, in percent (2 decimals), over the sessions whose length is
   * known; null when there is none.
   */
  readonly watchedPercent: number | null;
}

export interface SpanTotals {
  readonly attendees: number;
  /** Sessions, and events, in which somebody was counted. */
  readonly sessions: number;
  readonly events: number;
  readonly views: number;
  readonly watchSeconds: number;
  readonly averageWatchSeconds: number | null;
  readonly engagedMinutes: number;
  readonly averageEngagedMinutes: number | null;
  readonly byMode: Readonly<Record<Mode, ModeTotals>>;
}

/** Milliseconds as seconds with 3 decimals. */
export function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

/** A quotient with 2 decimals, half of the last one up where both are whole; null when it has no divisor. */
export function average(sum: number, count: number): number | null {
  // Divided last: 38.175 × 100 is less than 3817.5 to a computer.
  return count === 0 ? null : Math.round((sum * 100) / count) / 100;
}

/** Adds up one mode. */
export class ModeSums {
  attendees = 0;
  views = 0;
  watchMs = 0;
  watchers = 0;
  engagedMinutes = 0;
  /** Where the length of the video is known: watch time, and the lengths of all that was watched by all. */
  watchOfVideosMs = 0;
  videosMs = 0;

  add({ attended, watchMs, engagedMinutes, views }: ModeInSpan): void {
    if (attended) this.attendees++;
    if (watchMs > 0) this.watchers++;
    this.views += views;
    this.watchMs += watchMs;
    this.engagedMinutes += engagedMinutes;
  }

  totals(): ModeTotals {
    const { attendees, views, watchMs, watchers, engagedMinutes, watchOfVideosMs, videosMs } = this;
    return {
      attendees,
      views,
      watchSeconds: seconds(watchMs),
      averageWatchSeconds: watchers === 0 ? null : seconds(watchMs / watchers),
      engagedMinutes,
      averageEngagedMinutes: average(engagedMinutes, attendees),
      watchedPercent: average(watchOfVideosMs * 100, videosMs),
    };
  }
}

/** Adds up attendees. */
export class SpanSums {
  attendees = 0;
  #watchers = 0;
  readonly #byMode = { live: new ModeSums(), onDemand: new ModeSums() };
  readonly #sessions = new Set<ScopeKey>();
  readonly #events = new Set<ScopeKey>();

  add({ attended, byMode, sessions, watched }: AttendeeInSpan): void {
    if (attended) this.attendees++;
    if (byMode.live.watchMs + byMode.onDemand.watchMs > 0) this.#watchers++;
    this.#byMode.live.add(byMode.live);
    this.#byMode.onDemand.add(byMode.onDemand);
    for (const { key, event } of sessions) {
      this.#sessions.add(key);
      this.#events.add(event);
    }
    for (const { session, mode, watchMs } of watched) {
      if (session.videoDurationSeconds === null || watchMs === 0) continue;
      this.#byMode[mode].watchOfVideosMs += watchMs;
      this.#byMode[mode].videosMs += session.videoDurationSeconds * 1000;
    }
  }

  totals(): SpanTotals {
    return spanTotals({
      attendees: this.attendees,
      watchers: this.#watchers,
      sessions: this.#sessions.size,
      events: this.#events.size,
      byMode: this.#byMode,
    });
  }
}

interface Summed extends Pick<SpanTotals, 'attendees' | 'sessions' | 'events'> {
  /** Attendees with any watch time, in whichever mode. */
  readonly watchers: number;
  readonly byMode: Readonly<Record<Mode, ModeSums>>;
}

/** Both modes together; attendees and watchers are distinct over them. */
export function spanTotals({ attendees, watchers, sessions, events, byMode }: Summed): SpanTotals {
  const { live, onDemand } = byMode;
  const watchMs = live.watchMs + onDemand.watchMs;
  const engagedMinutes = live.engagedMinutes + onDemand.engagedMinutes;
  return {
    attendees,
    sessions,
    events,
    views: live.views + onDemand.views,
    watchSeconds: seconds(watchMs),
    averageWatchSeconds: watchers === 0 ? null : seconds(watchMs / watchers),
    engagedMinutes,
    averageEngagedMinutes: average(engagedMinutes, attendees),
    byMode: { live: live.totals(), onDemand: onDemand.totals() },
  };
}
