import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { minuteZero } from '../../figures/minute-by-minute.ts';
import { type ReactionFigures, reactionsOf, withRates } from '../../figures/talk/reactions.ts';
import { iso } from '../../protocol/iso-time.ts';
import { Count, jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import { type FigureScope, FRAME } from '../span-question.ts';
import { MAX_MINUTES, Minute, minuteNumber, reachTalk, seriesParts, spanOf, whole } from './talk-scope.ts';

const Percentage = z.number().min(0).max(100).nullable();

const ReactionsSchema = z
  .object({
    ...FRAME,
    total: Count,
    toSession: Count,
    toMessages: Count,
    users: Count,
    byKind: z.array(
      z.object({
        reaction: z.string(),
        count: Count,
        toSession: Count,
        toMessages: Count,
        percentage: Percentage,
        users: Count,
      }),
    ),
    otherKinds: Count,
    byMinute: z
      .array(
        z.object({
          ...Minute,
          total: Count,
          byKind: z.record(z.string(), Count),
          concurrent: Count.nullable(),
          per100: z.number().nullable(),
        }),
      )
      .nullable(),
    topUsers: z.array(z.object({ attendee: z.string(), name: z.string().nullable(), count: Count })),
  })
  .openapi('Reactions');

const DESCRIPTION = [
  'Reactions to the session (`reaction`) and to messages (`chat.reaction`), apart and together; `action` asks for one of them.',
  '`byMinute` has the minutes in which somebody reacted, with the reactions per 100 attendees present at the peak of the minute',
  `(null where nobody is known to have been there); it is null when these minutes are more than ${MAX_MINUTES}.`,
].join(' ');

const ACTIONS = ['reaction', 'chat.reaction'] as const;

export function serveReactions(app: OpenAPIHono<ApiEnv>, parts: ApiParts): void {
  const { live, history, dataThrough } = parts;

  const minutesOf = async ({ key, sessions, scope }: FigureScope, { byMinute }: ReactionFigures) => {
    if (byMinute.length > MAX_MINUTES) return null;
    const zero = scope.kind === 'organization' ? null : minuteZero(sessions.map(({ row }) => row));
    const rated = await withRates(seriesParts(parts), key, byMinute);
    return rated.map(({ minute, ...figures }) => {
      return { start: iso(minute), minute: minuteNumber(minute, zero), ...figures };
    });
  };

  for (const resource of ['sessions', 'events', 'organizations'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/reactions`,
      summary: 'Reactions by kind, by minute and by attendee',
      description: DESCRIPTION,
      request: {
        params: IdParam,
        query: SpanQuery.extend({ action: z.enum(ACTIONS).optional(), limit: whole(1, 100, 10) }),
      },
      responses: { 200: jsonAnswer(ReactionsSchema, 'Reactions'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { action, limit, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const actions = action === undefined ? ACTIONS : [action];
      const figures = await reactionsOf(history, span, { actions, topUsers: limit });
      const { byKind, topUsers } = figures;
      const byMinute = await minutesOf(found, figures);
      return c.json({ ...frame, ...figures, byKind: [...byKind], byMinute, topUsers: [...topUsers] }, 200);
    });
  }
}
