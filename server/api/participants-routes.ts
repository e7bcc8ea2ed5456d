import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { AttendeeRow, History } from '../../storage/types.ts';
import {
  type Participant,
  type ParticipantOrder,
  type Participants,
  placeOf,
  topParticipants,
} from '../figures/participants.ts';
import type { SpanQuestion } from '../figures/span-question.ts';
import type { ParticipantPlace } from '../figures/watcher.ts';
import { Ahead } from './ahead.ts';
import { Count, REFUSALS, wholeListAnswer } from './answers.ts';
import type { ApiEnv, ApiParts } from './context.ts';
import { columnsOf } from './csv.ts';
import { IdParam, Page } from './parameters.ts';
import { ApiError } from './problem.ts';
import { TotalsSchema } from './span-objects.ts';
import {
  FiguresQuery,
  FRAME,
  frameOf,
  listName,
  questionOf,
  RESOURCES,
  reachFigures,
} from './span-question.ts';
import { answerList, wholeList } from './whole-lists.ts';

const ParticipantSchema = z
  .object({
    attendee: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    country: z.string(),
    engagedMinutes: z.object({ live: Count, onDemand: Count, total: Count }),
    watchSeconds: z.object({ live: z.number(), onDemand: z.number(), total: z.number() }),
    sessions: Count,
    events: Count,
    engagement: Count,
  })
  .openapi('Participant');

const ParticipantsSchema = z
  .object({
    ...FRAME,
    totals: TotalsSchema,
    items: z.array(ParticipantSchema),
    nextCursor: z.string().nullable(),
  })
  .openapi('Participants');

const DESCRIPTION = [
  'Whoever was in a session in the span, the highest first, equals by id. `totals` are over all of them, not only those listed.',
  'Engaged minutes are distinct within an event and mode; events add up. `engagement` counts actions in the span, in any mode.',
].join(' ');

const routeOf = (resource: keyof typeof RESOURCES) =>
  createRoute({
    method: 'get',
    path: `/v1/${resource}/{id}/participants`,
    summary: 'Top participants',
    description: DESCRIPTION,
    request: {
      params: IdParam,
      query: FiguresQuery.extend(Page.shape).extend({
        sort: z.enum(['engagedMinutes', 'watchSeconds', 'engagement']).default('engagedMinutes'),
      }),
    },
    responses: { 200: wholeListAnswer(ParticipantsSchema, 'Participants'), ...REFUSALS },
  });

function participantObject({ attendeeKey: _, ...participant }: Participant, row: AttendeeRow | undefined) {
  return { ...participant, name: row?.name ?? null, email: row?.email ?? null };
}

/** The place that a cursor means: it holds the key of the attendee. */
async function placeAt(history: History, value: number, attendeeKey: number): Promise<ParticipantPlace> {
  const [row] = await history.attendees([attendeeKey]);
  if (row === undefined) throw new ApiError('invalid_cursor');
  return { value, attendee: row.attendee };
}

/** Some of them, in order, with what is behind them as far as it was read. */
interface Ranked extends Participants {
  /** There are no others. */
  readonly isAll: boolean;
}

interface RankedPage {
  readonly sort: ParticipantOrder;
  readonly place: readonly number[] | undefined;
  readonly limit: number;
}

async function rank(
  history: History,
  question: SpanQuestion,
  { sort, place, limit }: RankedPage,
): Promise<Ranked> {
  const after = place && (await placeAt(history, place[0] ?? 0, place[1] ?? 0));
  const found = await topParticipants(history, question, { order: sort, after, limit: limit + 1 });
  return { ...found, isAll: found.items.length <= limit };
}

async function withNames(history: History, participants: readonly Participant[]) {
  const rows = await history.attendees(participants.map(({ attendeeKey }) => attendeeKey));
  const byKey = new Map(rows.map((row) => [row.attendeeKey, row]));
  return participants.map((participant) =>
    participantObject(participant, byKey.get(participant.attendeeKey)),
  );
}

/** Each page is picked from all participants, so a whole list picks so many at a time. */
const PICKED = 10_000;

export function serveParticipants(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
): void {
  const ahead = new Ahead<Ranked>();
  for (const resource of Object.keys(RESOURCES) as (keyof typeof RESOURCES)[]) {
    const route = routeOf(resource);
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(ParticipantSchema)));
    app.openapi(route, async (c) => {
      const scope = { kind: RESOURCES[resource], id: c.req.valid('param').id };
      const found = reachFigures(live, c.get('claims'), scope);
      const { limit, cursor, sort, ...asked } = c.req.valid('query');
      const list = listName('participants', found, { sort, ...asked });
      const place = cursor === undefined ? undefined : cursors.read(list, cursor);
      // Later pages are of what was known when the first was read.
      const through = place?.[2] ?? dataThrough();
      const { question } = questionOf(found, asked, through);
      const isWhole = c.env?.takePage !== undefined;
      const kept = isWhole && cursor !== undefined ? ahead.take(cursor) : undefined;
      const picked = isWhole ? PICKED : limit;
      const ranked = kept ?? (await rank(history, question, { sort, place, limit: picked }));
      const { page, nextCursor } = cursors.page(ranked.items, {
        list,
        limit,
        placeOf: (last) => [placeOf(last, sort).value, last.attendeeKey, through],
      });
      const rest = ranked.items.slice(limit);
      // A rest that is no whole page may have others behind it.
      if (isWhole && nextCursor !== null && (ranked.isAll || rest.length > limit))
        ahead.keep(nextCursor, { ...ranked, items: rest });
      return answerList(c, {
        ...frameOf(found, asked, through),
        totals: ranked.totals,
        items: await withNames(history, page),
        nextCursor,
      });
    });
  }
}
