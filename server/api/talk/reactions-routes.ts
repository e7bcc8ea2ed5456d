import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { minuteNumber, minuteZero } from '../../figures/minute-zero.ts';
import { type ReactionFigures, reactionsOf, withRates } from '../../figures/talk/reactions.ts';
import { jsonAnswer, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { IdParam, SpanQuery } from '../parameters.ts';
import {
  Figures,
  iso,
  MAX_MINUTES,
  Minute,
  reachTalk,
  seriesParts,
  spanOf,
  type TalkScope,
  TopLimit,
} from './talk-scope.ts';

const Count = z.number().int().min(0);
const Percentage = z.number().min(0).max(100).nullable();

const ReactionsSchema = z
  .object({
    ...Figures,
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

  const minutesOf = async ({ key, sessions, scope }: TalkScope, { byMinute }: ReactionFigures) => {
    if (byMinute.length > MAX_MINUTES) return null;
    const zero = scope.startsWith('organization:') ? null : minuteZero(sessions.map(({ row }) => row));
    const rated = key === undefined ? [] : await withRates(seriesParts(parts), key, byMinute);
    return rated.map(({ minute, ...figures }) => {
      return { start: iso(minute), minute: minuteNumber(minute, zero), ...figures };
    });
  };

  for (const path of ['sessions', 'events', 'organizations'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${path}/{id}/reactions`,
      summary: 'Reactions by kind, by minute and by attendee',
      description: DESCRIPTION,
      request: {
        params: IdParam,
        query: SpanQuery.extend({ action: z.enum(ACTIONS).optional(), limit: TopLimit }),
      },
      responses: { 200: jsonAnswer(ReactionsSchema, 'Reactions'), ...REFUSALS },
    });
    app.openapi(route, async (c) => {
      const scope = reachTalk(live, c.get('claims'), path, c.req.valid('param').id);
      const { action, limit, ...filter } = c.req.valid('query');
      const { head, span } = spanOf(scope, filter, dataThrough());
      const actions = action === undefined ? ACTIONS : [action];
      const figures = await reactionsOf(history, span, { actions, topUsers: limit });
      const { byKind, topUsers } = figures;
      const byMinute = await minutesOf(scope, figures);
      return c.json({ ...head, ...figures, byKind: [...byKind], byMinute, topUsers: [...topUsers] }, 200);
    });
  }
}
