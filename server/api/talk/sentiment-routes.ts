import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { minuteZero } from '../../figures/minute-by-minute.ts';
import { type JudgedMessage, SENTIMENT_BASIS, sentimentOf } from '../../figures/talk/sentiment.ts';
import { Id } from '../../protocol/ids.ts';
import { iso } from '../../protocol/iso-time.ts';
import { Count, jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import { FRAME } from '../span-question.ts';
import { ChannelQuery } from './chat-routes.ts';
import { SAID } from './said.ts';
import { MAX_MINUTES, Minute, minuteNumber, reachTalk, sessionIds, spanOf, whole } from './talk-scope.ts';

const Tone = {
  score: z.number().min(-1).max(1).nullable(),
  positive: Count,
  neutral: Count,
  negative: Count,
};
const ToneSchema = z.object(Tone).openapi('Tone');

const MessageSchema = z
  .object({
    ...SAID,
    score: z.number().min(-1).max(1),
  })
  .openapi('JudgedMessage');

const Package = z.object({ name: z.string(), version: z.string() });

const BasisSchema = z.object({
  words: Package,
  emojis: Package,
  languages: z.array(z.string()),
  languageDetection: Package.extend({ data: z.string() }),
  negation: z.object({ window: z.number().int(), factor: z.number() }),
  score: z.string(),
  threshold: z.number(),
  messages: Count,
});

const SentimentSchema = z
  .object({
    ...FRAME,
    computedFrom: BasisSchema,
    messages: Count,
    analysed: Count,
    byEmojisOnly: Count,
    unjudged: z.record(z.string(), Count),
    overall: ToneSchema,
    byChannel: z.object({ event: ToneSchema, stage: ToneSchema, bubble: ToneSchema }),
    byMinute: z.array(z.object({ ...Minute, ...Tone })).nullable(),
    users: z.array(z.object({ attendee: z.string(), name: z.string().nullable(), messages: Count, ...Tone })),
    topPositive: z.array(MessageSchema),
    topNegative: z.array(MessageSchema),
  })
  .openapi('Sentiment');

const DESCRIPTION = [
  'English is judged by its words and emojis, any other language by its emojis alone; what has neither is counted as unjudged',
  'by its language (`und`: too short to tell, `none`: no words). A score is from -1 to 1; of several messages their mean.',
  'Deleted messages are not looked at. Hosts and presenters talk on the channel `stage`. `byMinute` has the minutes in which',
  `something was judged; it is null when these are more than ${MAX_MINUTES}.`,
].join(' ');

const Query = SpanQuery.extend({
  channel: ChannelQuery.optional(),
  bubble: Id.optional(),
  attendee: Id.optional(),
  limit: whole(1, 100, 10),
});

export function serveSentiment(app: OpenAPIHono<ApiEnv>, { live, history, dataThrough }: ApiParts): void {
  for (const resource of ['sessions', 'events', 'organizations'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/sentiment`,
      summary: 'The tone of the chat',
      description: DESCRIPTION,
      request: { params: IdParam, query: Query },
      responses: { 200: jsonAnswer(SentimentSchema, 'Sentiment'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const { byMinute, topPositive, topNegative, users, ...figures } = await sentimentOf(
        history,
        { ...filter, ...span },
        limit,
      );
      const zero = resource === 'organizations' ? null : minuteZero(found.sessions.map(({ row }) => row));
      const sessionId = sessionIds(found);
      const message = ({ key: _, at, session, ...rest }: JudgedMessage) => {
        return { ...rest, at: iso(at), session: sessionId(session) };
      };
      const minutes = byMinute.map(({ minute, ...tone }) => {
        return { start: iso(minute), minute: minuteNumber(minute, zero), ...tone };
      });
      const computedFrom = {
        ...SENTIMENT_BASIS,
        languages: [...SENTIMENT_BASIS.languages],
        messages: figures.messages,
      };
      return c.json(
        {
          ...frame,
          computedFrom,
          ...figures,
          byMinute: minutes.length > MAX_MINUTES ? null : minutes,
          users: [...users],
          topPositive: topPositive.map(message),
          topNegative: topNegative.map(message),
        },
        200,
      );
    });
  }
}
