import type { Hono } from 'hono';
import { answerTexts } from '../../../api/answer-texts.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { listTexts, objectTexts } from '../../../api/json-texts.ts';
import { minuteNumber } from '../../../api/talk/talk-scope.ts';
import { ENDED_AFTER_MS } from '../../../live/staging.ts';
import { iso, isoOrNull } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { type AskedEvent, askEvent } from './asked-event.ts';
import { higher, isOnStage, NO_PEAK, type StageMinutes, stageSpanOf } from './stage-minutes.ts';

/** S10: the most who watched at the same time, minute by minute. */
function serveWatchOverTime(app: Hono<ApiEnv>, parts: ApiParts, stage: StageMinutes): void {
  app.get('/api/analytics/getVideoWatchOverTime/:eventId', (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const asked = askEvent(parts, c, query);
    const views = async function* () {
      for await (const minutes of stage.of(asked, query))
        yield minutes.map(({ start, peak }) => [minuteNumber(start, asked.zero), peak]);
    };
    return answerTexts(c, objectTexts({ VideoViews: listTexts(views()) }));
  });
}

/**
 * When the stage ended: with the event by action, else with the last of its sessions, else a while after the event's time; null
 * before, as while one of its sessions is still to be live.
 */
function endOf(asked: AskedEvent): number | null {
  const { event, sessions, question } = asked;
  const end = stageSpanOf(asked)?.end ?? null;
  if (end === null) return null;
  const { endedAt, details } = event.row;
  if (endedAt !== null && endedAt >= end) return endedAt;
  if (sessions.every(({ row }) => row.ended || !isOnStage(row.details))) return end;
  const due = details.endsAt === null ? Number.POSITIVE_INFINITY : details.endsAt + ENDED_AFTER_MS;
  return due <= question.through ? Math.max(due, end) : null;
}

/** S11: the same with who came and went. */
function serveLiveAttendance(app: Hono<ApiEnv>, parts: ApiParts, stage: StageMinutes): void {
  app.get('/api/analytics/events/:eventId/live-attendance', (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const asked = askEvent(parts, c, query);
    const { event, zero } = asked;
    let best = NO_PEAK;
    const points = async function* () {
      for await (const minutes of stage.of(asked, query)) {
        best = minutes.reduce(higher, best);
        yield minutes.map(({ start, peak, joins, leaves }) => {
          const counts = { concurrent: peak, joined: joins, left: leaves };
          return { minute: minuteNumber(start, zero), time: iso(start), ...counts };
        });
      }
    };
    const peak = () => {
      const { count, start } = best;
      const minute = start === null ? null : minuteNumber(start, zero);
      return { count, minute, time: isoOrNull(start) };
    };
    const object = {
      eventId: event.row.id,
      startedAt: isoOrNull(stageSpanOf(asked)?.start),
      endedAt: isoOrNull(endOf(asked)),
      interval: 'minute',
      points: listTexts(points()),
      peakConcurrent: peak,
    };
    return answerTexts(c, objectTexts(object));
  });
}

/** How many watched the stage live, over time. */
export function serveWatched(app: Hono<ApiEnv>, parts: ApiParts, stage: StageMinutes): void {
  serveWatchOverTime(app, parts, stage);
  serveLiveAttendance(app, parts, stage);
}
