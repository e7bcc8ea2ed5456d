import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type ChatMessage, chatPage } from '../../figures/talk/chat.ts';
import { Id } from '../../protocol/ids.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { IsoTime, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { IdParam, Page, SpanQuery } from '../parameters.ts';
import { listName } from '../span-question.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { figureList, reachTalk, type SessionIds, sessionIds, spanOf } from './talk-scope.ts';

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

function chatObject(message: ChatMessage, sessionId: SessionIds) {
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
  for (const resource of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/chat`,
      summary: 'The chat as a transcript, in order of time',
      description: 'A deleted message has no text any more, but says who deleted it and when.',
      request: { params: IdParam, query: Query },
      responses: { 200: figureList(ChatSchema, 'Messages'), ...REFUSALS },
    });
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(ChatSchema)));
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, cursor, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const list = listName('chat', found, filter);
      const [at = 0, key = 0] = cursors.read(list, cursor);
      const after = cursor === undefined ? undefined : { at, key };
      const rows = await chatPage(history, {
        ...filter,
        ...span,
        after,
        limit: limit + 1,
      });
      const { page, nextCursor } = cursors.page(rows, {
        list,
        limit,
        placeOf: (last) => [last.at, last.key],
      });
      const sessionId = sessionIds(found);
      const items = page.map((message) => chatObject(message, sessionId));
      return answerList(c, { ...frame, items, nextCursor });
    });
  }
}
