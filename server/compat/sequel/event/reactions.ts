import type { Hono } from 'hono';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { MAX_MINUTES, minuteNumber } from '../../../api/talk/talk-scope.ts';
import { type ReactionFigures, reactionsOf } from '../../../figures/talk/reactions.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { askEvent, originOf, talkSpanOf } from './asked-event.ts';
import { EventMemory } from './event-memory.ts';

const ACTIONS = ['reaction', 'chat.reaction'] as const;

const ReactionsQuery = AnalyticsQuery.extend({ limit: wholeNumber(1, 100).default(10) });

const labelOf = (reaction: string) => reaction.charAt(0).toUpperCase() + reaction.slice(1);

/** S26: reactions to the sessions and to messages together. Nobody gives them labels, so these are made of the names. */
export function serveReactions(app: Hono<ApiEnv>, parts: ApiParts): void {
  const { history } = parts;
  const memory = new EventMemory<ReactionFigures>(parts, { most: 100, isNamed: true });
  app.get('/api/analytics/events/:eventId/reactions', async (c) => {
    const query = readQuery(c, ReactionsQuery);
    const asked = askEvent(parts, c, query);
    const zero = await originOf(history, asked);
    const wanted = { actions: ACTIONS, topUsers: query.limit };
    const figures = await memory.get(asked, query, () => reactionsOf(history, talkSpanOf(asked), wanted));
    const { total, users, byKind, byMinute, topUsers } = figures;
    return c.json({
      total,
      uniqueUsers: users,
      byType: byKind.map(({ reaction, count, percentage }) => {
        return { reaction, label: labelOf(reaction), count, percentage };
      }),
      byMinute:
        byMinute.length > MAX_MINUTES
          ? null
          : byMinute.map(({ minute, total, byKind }) => {
              return { minute: minuteNumber(minute, zero), total, byType: byKind };
            }),
      topUsers: topUsers.map(({ attendee, name, count }) => ({ userId: attendee, name, count })),
    });
  });
}
