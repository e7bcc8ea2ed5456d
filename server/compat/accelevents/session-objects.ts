import { zoneOf } from '../../api/span-question.ts';
import type { SessionFigures } from '../../figures/session-figures.ts';
import type { Session } from '../../live/catalogue.ts';
import type { SessionState } from '../../live/registry.ts';
import { scopeNumber } from '../numbers.ts';
import type { Expansion } from './queries.ts';
import { minuteText } from './times.ts';

/** Of these the vendor gets no analytics, so that views, averages, watch time and engagement are not available. */
const UNAVAILABLE: ReadonlySet<unknown> = new Set(['zoom', 'facebook', 'wistia']);

export function hasWatchFigures({ details }: Pick<Session, 'details'>): boolean {
  return !UNAVAILABLE.has(details.more.videoProvider);
}

/** What every answer about a session begins with. */
export function headOf(session: SessionState) {
  const { title, startsAt, endsAt } = session.row.details;
  const timeZone = zoneOf(session);
  return {
    sessionId: scopeNumber(session),
    title,
    startTime: minuteText(startsAt, timeZone),
    endTime: minuteText(endsAt, timeZone),
  };
}

/** A row of "Get all session analytics data". Times of watching in seconds. */
export function analyticsRow(
  session: SessionState,
  figures: SessionFigures,
  expansions: ReadonlySet<Expansion>,
) {
  const { registered, attendees, averageWatchSeconds, byMode } = figures;
  const { live, onDemand } = byMode;
  const available = <T>(value: T) => (hasWatchFigures(session.row) ? value : null);
  const watchTime = {
    live: live.watchSeconds,
    recorded: onDemand.watchSeconds,
    total: Math.round((live.watchSeconds + onDemand.watchSeconds) * 1000) / 1000,
  };
  return {
    ...headOf(session),
    registeredUserCount: registered,
    attendeeCount: attendees,
    ...(expansions.has('duration') ? { duration: figures.videoSeconds } : {}),
    avgAttendedDuration: available(averageWatchSeconds),
    recordingViews: available(onDemand.views),
    liveViews: available(live.views),
    ...(expansions.has('watchTime') ? { watchTime: available(watchTime) } : {}),
  };
}

/** "Get session video analytics data". */
export function videoAnalytics(session: SessionState, figures: SessionFigures, totalChatCount: number) {
  const { registered, attendees, averageWatchSeconds, byMode } = figures;
  const available = <T>(value: T) => (hasWatchFigures(session.row) ? value : null);
  return {
    ...headOf(session),
    registeredUserCount: registered,
    attendeeCount: attendees,
    duration: figures.videoSeconds,
    avgRecordingDuration: available(byMode.onDemand.averageWatchSeconds),
    avgAttendedDuration: available(averageWatchSeconds),
    totalRecordingViews: available(byMode.onDemand.views),
    totalChatCount,
    liveViews: available(byMode.live.views),
  };
}
