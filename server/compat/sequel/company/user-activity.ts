import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { History } from '../../../../storage/types.ts';
import type { ApiEnv, ApiParts } from '../../../api/context.ts';
import { type EngagedQuestion, peopleByMinutes } from '../../../figures/engaged-people.ts';
import type { EventState } from '../../../live/registry.ts';
import { AnalyticsQuery, readQuery, wholeNumber } from '../parameters.ts';
import { sequelQuestion, sessionsOfType } from '../question.ts';
import { reachSequelEvent } from '../reach.ts';
import { userActivities } from './user-activity-rows.ts';

const Query = AnalyticsQuery.pick({ engagementType: true, eventType: true }).extend({
  count: wholeNumber(1, 1000).default(100),
  page: wholeNumber(1, 1_000_000).default(1),
  search: z.string().max(256).optional(),
});

export type ActivityQuery = z.infer<typeof Query>;

/** Looked through at a time. */
const PAGE = 1000;

/** Those of whose name or address the text is a part, in any case. */
async function* matching(history: History, keys: AsyncIterable<number>, text: string) {
  const wanted = text.toLowerCase();
  async function* matchesIn(page: readonly number[]) {
    const rows = await history.attendees(page);
    const found = rows.filter((row) =>
      `${row.name ?? ''}\n${row.email ?? ''}`.toLowerCase().includes(wanted),
    );
    const those = new Set(found.map(({ attendeeKey }) => attendeeKey));
    yield* page.filter((key) => those.has(key));
  }
  let page: number[] = [];
  for await (const key of keys) {
    page.push(key);
    if (page.length < PAGE) continue;
    yield* matchesIn(page);
    page = [];
  }
  yield* matchesIn(page);
}

async function pick(keys: AsyncIterable<number>, { page, count }: Pick<ActivityQuery, 'page' | 'count'>) {
  const first = (page - 1) * count;
  const picked: number[] = [];
  let totalCount = 0;
  for await (const key of keys) {
    if (totalCount >= first && picked.length < count) picked.push(key);
    totalCount++;
  }
  return { picked, totalCount };
}

/** A page of what the people of an event did, by minutes; who only registered comes last. */
export async function userActivityPage(parts: ApiParts, event: EventState, query: ActivityQuery) {
  const { engagementType, eventType, page, count, search } = query;
  const through = parts.dataThrough();
  const all = [...event.sessions];
  const asked: EngagedQuestion = {
    event: event.row.key,
    sessions: sessionsOfType(all, eventType),
    mode: engagementType === 'all' ? undefined : engagementType,
    through,
  };
  const inOrder = peopleByMinutes(parts.history, asked);
  const keys = search === undefined ? inOrder : matching(parts.history, inOrder, search);
  const { picked, totalCount } = await pick(keys, query);
  const question = sequelQuestion(all, query, { from: 0, to: through + 1, through });
  const items = await userActivities(parts, { event, question }, picked);
  return { items, totalCount, page, size: count };
}

/** S12: what the people of an event did. The vendor's own consumers POST without a body. */
export function serveUserActivity(app: Hono<ApiEnv>, parts: ApiParts): void {
  const path = '/api/analytics/events/:eventId/user-activity';
  const answer = async (c: Context<ApiEnv>) => {
    const event = reachSequelEvent(parts, c.get('claims'), c.req.param('eventId') ?? '');
    return c.json(await userActivityPage(parts, event, readQuery(c, Query)));
  };
  app.get(path, answer);
  app.post(path, answer);
}
