import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { History } from '../../../../storage/types.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import type { EventState } from '../../../live/registry.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { sequelQuestion, sessionsOfType } from '../question.ts';
import { reachSequelEvent } from '../reach.ts';
import { userActivities } from './user-activity-rows.ts';
import { UserRanking } from './user-ranking.ts';

const Query = AnalyticsQuery.pick({ engagementType: true, eventType: true }).extend({
  count: wholeNumber(1, 1000).default(100),
  page: wholeNumber(1, 1_000_000).default(1),
  search: z.string().max(256).optional(),
});

type ActivityQuery = z.infer<typeof Query>;

/** Looked through at a time. */
const PAGE = 1000;

/** Those of whose name or address the text is a part, in any case. */
async function matching(history: History, keys: readonly number[], text: string): Promise<number[]> {
  const wanted = text.toLowerCase();
  const found: number[] = [];
  for (let first = 0; first < keys.length; first += PAGE) {
    const page = keys.slice(first, first + PAGE);
    const texts = (await history.attendees(page)).map(
      ({ attendeeKey, name, email }) => [attendeeKey, `${name ?? ''}\n${email ?? ''}`.toLowerCase()] as const,
    );
    const those = new Set(texts.flatMap(([key, one]) => (one.includes(wanted) ? [key] : [])));
    found.push(...page.filter((key) => those.has(key)));
  }
  return found;
}

interface Asked {
  readonly event: EventState;
  readonly query: ActivityQuery;
  readonly ranking: UserRanking;
}

/** A page of what the people of an event did, by minutes; who only registered comes last. */
async function userActivityPage(parts: ApiParts, { event, query, ranking }: Asked) {
  const { engagementType, eventType, page, count, search } = query;
  const through = parts.dataThrough();
  const all = [...event.sessions];
  const sessions = sessionsOfType(all, eventType);
  const mode = engagementType === 'all' ? undefined : engagementType;
  const inOrder = await ranking.of({ event: event.row.key, sessions, mode, through }, page === 1);
  const keys = search === undefined ? inOrder : await matching(parts.history, inOrder, search);
  const question = sequelQuestion(all, query, { from: 0, to: through + 1, through });
  const picked = keys.slice((page - 1) * count, page * count);
  const items = await userActivities(parts, { event, question }, picked);
  return { items, totalCount: keys.length, page, size: count };
}

/** S12: what the people of an event did. The vendor's own consumers POST without a body. */
export function serveUserActivity(app: Hono<ApiEnv>, parts: ApiParts): void {
  const ranking = new UserRanking(parts.history);
  const path = '/api/analytics/events/:eventId/user-activity';
  const answer = async (c: Context<ApiEnv>) => {
    const event = reachSequelEvent(parts, c.get('claims'), c.req.param('eventId') ?? '');
    return c.json(await userActivityPage(parts, { event, query: readQuery(c, Query), ranking }));
  };
  app.get(path, answer);
  app.post(path, answer);
}
