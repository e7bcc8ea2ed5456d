import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { MAX_MINUTES, minuteNumber } from '../../../api/talk/talk-scope.ts';
import { totalsOfSpan } from '../../../figures/span-summary.ts';
import type { SpanTotals } from '../../../figures/span-totals.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { type AskedEvent, askEvent, componentOf } from './asked-event.ts';
import { higher, NO_PEAK, stageMinutes, stageSpanOf } from './stage-minutes.ts';

/** The curve of the stage; null where it has more minutes than are given in one answer. */
async function curveOf({ history }: ApiParts, asked: AskedEvent) {
  const curve: (readonly [minute: number | null, peak: number])[] = [];
  let best = NO_PEAK;
  let count = 0;
  for await (const minutes of stageMinutes(history, asked)) {
    best = minutes.reduce(higher, best);
    count += minutes.length;
    if (count > MAX_MINUTES) continue;
    for (const { start, peak } of minutes) curve.push([minuteNumber(start, asked.zero), peak]);
  }
  const minute = best.start === null ? null : minuteNumber(best.start, asked.zero);
  return {
    peakConcurrent: { count: best.count, minute },
    concurrentByMinute: count > MAX_MINUTES ? null : curve,
  };
}

/** The figures of one mode or of both, of totals over both. */
function watchedBy({ byMode, ...both }: SpanTotals, mode: AskedEvent['question']['mode']) {
  const { live, onDemand } = byMode;
  const { attendees, engagedMinutes, averageEngagedMinutes } = mode === undefined ? both : byMode[mode];
  return {
    liveMinutes: mode === 'onDemand' ? 0 : live.engagedMinutes,
    onDemandMinutes: mode === 'live' ? 0 : onDemand.engagedMinutes,
    totalEngagedMinutes: engagedMinutes,
    averageDurationMinutes: averageEngagedMinutes ?? 0,
    numberOfUsers: attendees,
  };
}

async function countsOf({ history }: ApiParts, { question }: AskedEvent) {
  const { from, to } = question;
  const sessions = question.sessions.map(({ key }) => key);
  const actions = await history.engagementOfSpan({ sessions, from, to });
  const counts = new Map(actions.map(({ action, count }) => [action, count]));
  return {
    chatMessages: counts.get('chat.message') ?? 0,
    pollAnswers: counts.get('poll.answer') ?? 0,
    questions: counts.get('question.ask') ?? 0,
  };
}

/** S13. Participants are all who were there, users those in the mode that is asked for. */
export function serveStatistics(app: Hono<ApiEnv>, parts: ApiParts): void {
  app.get('/api/analytics/events/:eventId/statistics', async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const asked = askEvent(parts, c, query);
    const { event, question } = asked;
    const totals = await totalsOfSpan(parts.history, { ...question, mode: undefined });
    const people = await parts.history.registrationCounts({ kind: 'event', key: event.row.key });
    return c.json({
      eventId: event.row.id,
      eventName: event.row.details.title,
      eventType: componentOf(event, query.eventType),
      companyId: event.organization.row.id,
      isLive: stageSpanOf(asked)?.end === null,
      ...watchedBy(totals, question.mode),
      numberOfRegistered: people.registered,
      numberOfParticipants: totals.attendees,
      ...(await curveOf(parts, asked)),
      ...(await countsOf(parts, asked)),
      dataThrough: iso(question.through),
    });
  });
}
