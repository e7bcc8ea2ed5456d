import type { Hono } from 'hono';
import { z } from 'zod';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { minuteNumber, seriesParts } from '../../../api/talk/talk-scope.ts';
import { MINUTE_MS } from '../../../durations.ts';
import { highlightsOf } from '../../../figures/talk/highlights.ts';
import { liveMinutes, liveMinutesOf } from '../../../figures/talk/live-minutes.ts';
import { type LiveMinute, type Moment, topMoments } from '../../../figures/talk/moments.ts';
import type { TalkSpan } from '../../../figures/talk/talk-pages.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { type AskedEvent, askEvent, originOf, talkSpanOf } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';

const MomentsQuery = AnalyticsQuery.extend({
  limit: wholeNumber(1, 20).default(5),
  window: z
    .enum(['60', '120', '180', '240', '300', '600', '900', '1800', '3600'])
    .default('60')
    .transform(Number),
});

const HIGHLIGHTS = 3;

/** The minutes of the event are kept as a whole; some of its sessions are counted again. */
function minutesOf(parts: ApiParts, { event, sessions, question }: AskedEvent): Promise<LiveMinute[]> {
  const isWhole = [...event.sessions].length === sessions.length;
  if (isWhole) return liveMinutes(seriesParts(parts), event.row.key, question);
  return liveMinutesOf(parts.history, { ...question, mode: undefined });
}

/** The best, with what was said in each. */
async function momentsOf(
  parts: ApiParts,
  asked: AskedEvent,
  { limit, window }: z.infer<typeof MomentsQuery>,
) {
  const top = await topMoments(await minutesOf(parts, asked), { size: window / 60, limit });
  const moments = [];
  for (const moment of top) {
    const span = { ...talkSpanOf(asked), from: moment.start, to: moment.end };
    moments.push({ moment, highlights: await highlightsIn(parts, span) });
  }
  return moments;
}

type Moments = Awaited<ReturnType<typeof momentsOf>>;

async function highlightsIn({ history }: ApiParts, span: TalkSpan) {
  const highlights = await highlightsOf(history, span, HIGHLIGHTS);
  return highlights.map(({ kind, id, attendee, name, text, at, reactions }) => {
    return { kind, id, userId: attendee, name, text, time: iso(at), reactions };
  });
}

function momentObject({ start, end, score, reasons, signals, concurrent }: Moment, zero: number | null) {
  const { chat, reactions, polls, questions, joins } = signals;
  return {
    startMinute: minuteNumber(start, zero),
    endMinute: minuteNumber(end - MINUTE_MS, zero),
    startTime: iso(start),
    score,
    reasons,
    signals: {
      chat: chat.count,
      reactions: reactions.count,
      polls: polls.count,
      questions: questions.count,
      joins: joins.count,
    },
    concurrent,
  };
}

/** S27: when the audience stood out most. */
export function serveTopMoments(app: Hono<ApiEnv>, parts: ApiParts): void {
  const memory = new EventMemory<Moments>(parts, { most: 100, isNamed: true });
  app.get('/api/analytics/events/:eventId/top-moments', async (c) => {
    const query = readQuery(c, MomentsQuery);
    const asked = askEvent(parts, c, query);
    const zero = await originOf(parts.history, asked);
    const found = await memory.get(asked, query, () => momentsOf(parts, asked, query));
    const moments = found.map(({ moment, highlights }, index) => {
      return { rank: index + 1, ...momentObject(moment, zero), highlights };
    });
    return c.json({ moments });
  });
}
