import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { MAX_MINUTES, minuteNumber } from '../../../api/talk/talk-scope.ts';
import type { CountedMinute } from '../../../figures/counted-minutes.ts';
import { totalsOfSpan } from '../../../figures/span-summary.ts';
import type { SpanTotals } from '../../../figures/span-totals.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery } from '../parameters.ts';
import { type AskedEvent, askEvent, componentOf } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';
import { higher, NO_PEAK, type StageMinutes, stageSpanOf } from './stage-minutes.ts';

/** The curve of the stage; null where it has more minutes than are given in one answer. */
async function curveOf(pages: AsyncIterable<readonly CountedMinute[]>, { zero }: AskedEvent) {
  const curve: (readonly [minute: number | null, peak: number])[] = [];
  let best = NO_PEAK;
  let count = 0;
  for await (const minutes of pages) {
    best = minutes.reduce(higher, best);
    count += minutes.length;
    if (count > MAX_MINUTES) continue;
    for (const { start, peak } of minutes) curve.push([minuteNumber(start, zero), peak]);
  }
  const minute = best.start === null ? null : minuteNumber(best.start, zero);
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

async function sumsOf({ history }: ApiParts, { question }: AskedEvent) {
  const { from, to } = question;
  const sessions = question.sessions.map(({ key }) => key);
  const totals = await totalsOfSpan(history, { ...question, mode: undefined });
  const actions = await history.engagementOfSpan({ sessions, from, to });
  const counts = new Map(actions.map(({ action, count }) => [action, count]));
  return {
    watched: watchedBy(totals, question.mode),
    numberOfParticipants: totals.attendees,
    chatMessages: counts.get('chat.message') ?? 0,
    pollAnswers: counts.get('poll.answer') ?? 0,
    questions: counts.get('question.ask') ?? 0,
  };
}

type Sums = Awaited<ReturnType<typeof sumsOf>>;

/** S13. Participants are all who were there, users those in the mode that is asked for. */
export function serveStatistics(app: Hono<ApiEnv>, parts: ApiParts, stage: StageMinutes): void {
  const memory = new EventMemory<Sums>(parts, { most: 100, isNamed: false });
  app.get('/api/analytics/events/:eventId/statistics', async (c) => {
    const query = readQuery(c, AnalyticsQuery);
    const asked = askEvent(parts, c, query);
    const { event, question } = asked;
    const sums = await memory.get(asked, query, () => sumsOf(parts, asked));
    const { watched, numberOfParticipants, ...counts } = sums;
    const { registered } = await parts.history.registrationCounts(event.row.key);
    return c.json({
      eventId: event.row.id,
      eventName: event.row.details.title,
      eventType: componentOf(event, query.eventType),
      companyId: event.organization.row.id,
      isLive: stageSpanOf(asked)?.end === null,
      ...watched,
      ...{ numberOfRegistered: registered, numberOfParticipants },
      ...(await curveOf(stage.of(asked, query), asked)),
      ...counts,
      dataThrough: iso(question.through),
    });
  });
}
