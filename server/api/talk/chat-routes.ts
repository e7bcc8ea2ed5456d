import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type ChatMessage, chatPage } from '../../figures/talk/chat.ts';
import { Id } from '../../protocol/ids.ts';
import { IsoTime, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { IdParam, Page, SpanQuery } from '../parameters.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { figureList, iso, isoOrNull, keysOf, reachTalk, sessionIds, spanOf } from './talk-scope.ts';

export const ChannelQuery = z.enum(['event', 'stage', 'bubble']);

const ChatSchema = z
  .object({
    id: z.string(),
    at: IsoTime,
    session: z.string(),
    attendee: z.string(),
    name: z.string().nullable(),
    channel: ChannelQuery,
    bubble: z.string().nullable(),
    text: z.string().nullable(),
    deleted: z.boolean(),
    deletedBy: z.string().nullable(),
    deletedAt: IsoTime.nullable(),
    reactions: z.record(z.string(), z.number().int()),
  })
  .openapi('ChatMessage');

const Query = Page.extend(SpanQuery.shape).extend({
  channel: ChannelQuery.optional(),
  bubble: Id.optional(),
  attendee: Id.optional(),
});

function chatObject(message: ChatMessage, sessionId: (key: number) => string) {
  const { id, at, session, attendee, name, channel, bubble, text, deletion, reactions } = message;
  return {
    ...{ id, at: iso(at), session: sessionId(session), attendee, name, channel, bubble, text },
    deleted: deletion !== null,
    deletedBy: deletion?.by ?? null,
    deletedAt: isoOrNull(deletion?.at ?? null),
    reactions,
  };
}

export function serveChat(app: OpenAPIHono<ApiEnv>, { live, history, cursors, dataThrough }: ApiParts): void {
  for (const path of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${path}/{id}/chat`,
      summary: 'The chat as a transcript, in order of time',
      description: 'A deleted message has no text any more, but says who deleted it and when.',
      request: { params: IdParam, query: Query },
      responses: { 200: figureList(ChatSchema, 'Messages'), ...REFUSALS },
    });
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(ChatSchema)));
    app.openapi(route, async (c) => {
      const scope = reachTalk(live, c.get('claims'), path, c.req.valid('param').id);
      const { limit, cursor, ...filter } = c.req.valid('query');
      const { head, span } = spanOf(scope, filter, dataThrough());
      const list = `chat ${scope.key} ${JSON.stringify(filter)}`;
      const [at = 0, key = 0] = cursor === undefined ? [] : cursors.read(list, cursor);
      const after = cursor === undefined ? undefined : { at, key };
      const rows = await chatPage(history, {
        ...filter,
        sessions: keysOf(scope),
        to: span.to,
        after,
        limit: limit + 1,
      });
      const last = rows[limit - 1];
      const nextCursor =
        last !== undefined && rows.length > limit ? cursors.write(list, [last.at, last.key]) : null;
      const sessionId = sessionIds(scope);
      const items = rows.slice(0, limit).map((message) => chatObject(message, sessionId));
      return answerList(c, { dataThrough: head.dataThrough, items, nextCursor });
    });
  }
}
