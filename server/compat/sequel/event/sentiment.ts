import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { MAX_MINUTES, minuteNumber } from '../../../api/talk/talk-scope.ts';
import { type JudgedMessage, type SentimentFigures, sentimentOf } from '../../../figures/talk/sentiment.ts';
import { iso } from '../../../protocol/iso-time.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { askEvent, originOf, talkSpanOf } from './asked-event.ts';
import { ChannelQuery } from './channels.ts';
import { EventMemory } from './event-memory.ts';

const SentimentQuery = AnalyticsQuery.extend({
  limit: wholeNumber(1, 100).default(10),
  channel: ChannelQuery,
});

/** S24: the tone of the chat. Hosts and presenters write to the channel `stage`. */
export function serveSentiment(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history } = parts;
  const memory = new EventMemory<SentimentFigures>(parts, { most: 100, isNamed: true });
  app.get('/api/analytics/events/:eventId/chat/sentiment', async (c) => {
    const query = readQuery(c, SentimentQuery);
    const { limit, channel } = query;
    const asked = askEvent(parts, c, query);
    const zero = await originOf(history, asked);
    const work = () => sentimentOf(history, { ...talkSpanOf(asked), channel }, limit);
    const figures = await memory.get(asked, query, work);
    const { messages, analysed, overall, byMinute, byChannel, unjudged, users } = figures;
    const { event, stage, bubble: circle } = byChannel;
    const message = ({ id, attendee, name, text, at, score }: JudgedMessage) => ({
      ...{ messageId: id, userId: attendee, name, text, sentAt: iso(at) },
      ...{ minute: minuteNumber(at, zero), score },
    });
    return c.json({
      ...{ messages, analysed, overall },
      byMinute:
        byMinute.length > MAX_MINUTES
          ? null
          : byMinute.map(({ minute, ...tone }) => ({ minute: minuteNumber(minute, zero), ...tone })),
      topPositive: figures.topPositive.map(message),
      topNegative: figures.topNegative.map(message),
      byChannel: { event, stage, circle },
      unjudged,
      users: users.map(({ attendee, ...user }) => ({ userId: attendee, ...user })),
    });
  });
}
