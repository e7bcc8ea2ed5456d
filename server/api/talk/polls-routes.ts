import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import type { TalkRow } from '../../../storage/types.ts';
import { textOrNull } from '../../figures/talk/engagement-texts.ts';
import { chosenOf, type PollFigures, pollOf, pollsOf } from '../../figures/talk/polls.ts';
import { Id } from '../../protocol/ids.ts';
import { iso, isoOrNull } from '../../protocol/iso-time.ts';
import { Count, IsoTime, REFUSALS } from '../answers.ts';
import type { ApiEnv, ApiParts } from '../context.ts';
import { columnsOf } from '../csv.ts';
import { IdParam, Page, SpanQuery } from '../parameters.ts';
import { ApiError } from '../problem.ts';
import { listName } from '../span-question.ts';
import { answerList, wholeList } from '../whole-lists.ts';
import { figureList, reachTalk, type SessionIds, sessionIds, spanOf } from './talk-scope.ts';

export const PollSchema = z
  .object({
    poll: z.string(),
    session: z.string(),
    question: z.string(),
    type: z.enum(['single', 'multiple', 'text']),
    anonymous: z.boolean(),
    open: z.boolean(),
    openedAt: IsoTime,
    closedAt: IsoTime.nullable(),
    respondents: Count,
    answers: Count,
    options: z.array(
      z.object({ id: z.string(), text: z.string(), votes: Count, percentage: z.number().nullable() }),
    ),
    texts: z.array(z.string()),
  })
  .openapi('Poll');

const AnswerSchema = z
  .object({
    at: IsoTime,
    attendee: z.string().nullable(),
    name: z.string().nullable(),
    options: z.array(z.string()),
    text: z.string().nullable(),
  })
  .openapi('PollAnswer');

const PollParam = IdParam.extend({
  poll: z
    .string()
    .pipe(Id)
    .openapi({ type: 'string', param: { name: 'poll', in: 'path' } }),
});

const DESCRIPTION = [
  'Answers given in the span count; a later answer of the same attendee replaces the earlier one. Percentages are of the',
  'respondents, so those of a multiple choice may add up to more than 100; they are null when nobody answered.',
  'Options of an earlier opening come after the present ones where somebody chose them. `texts` are the latest hundred,',
  'newest first; all are in the list of answers.',
].join(' ');

const answersRoute = createRoute({
  method: 'get',
  path: '/v1/sessions/{id}/polls/{poll}/answers',
  summary: 'The last answer of each attendee to a poll, in order of time',
  description: 'Answers to an anonymous poll name nobody.',
  request: { params: PollParam, query: Page.extend(SpanQuery.shape) },
  responses: { 200: figureList(AnswerSchema, 'Answers'), ...REFUSALS },
});

export function pollObject(
  { key: _, session, openedAt, closedAt, ...poll }: PollFigures,
  sessionId: SessionIds,
) {
  return {
    ...poll,
    session: sessionId(session),
    openedAt: iso(openedAt),
    closedAt: isoOrNull(closedAt),
    options: [...poll.options],
    texts: [...poll.texts],
  };
}

function answerObject(row: TalkRow, isAnonymous: boolean) {
  const hidden = isAnonymous || row.anonymous;
  return {
    at: iso(row.at),
    attendee: hidden ? null : row.attendee,
    name: hidden ? null : row.name,
    options: [...chosenOf(row)],
    text: textOrNull(row, 'text'),
  };
}

export function servePolls(
  app: OpenAPIHono<ApiEnv>,
  { live, history, cursors, dataThrough }: ApiParts,
): void {
  for (const resource of ['sessions', 'events'] as const) {
    const route = createRoute({
      method: 'get',
      path: `/v1/${resource}/{id}/polls`,
      summary: 'Polls with their answers counted, in the order in which they were first opened',
      description: DESCRIPTION,
      request: { params: IdParam, query: Page.extend(SpanQuery.shape) },
      responses: { 200: figureList(PollSchema, 'Polls'), ...REFUSALS },
    });
    app.use(route.getRoutingPath(), wholeList(app, columnsOf(PollSchema)));
    app.openapi(route, async (c) => {
      const found = reachTalk(live, c.get('claims'), resource, c.req.valid('param').id);
      const { limit, cursor, ...filter } = c.req.valid('query');
      const { frame, span } = spanOf(found, filter, dataThrough());
      const list = listName('polls', found, filter);
      const [at = 0, key = 0] = cursors.read(list, cursor);
      const rest = (await pollsOf(history, span)).filter(
        (poll) => poll.openedAt > at || (poll.openedAt === at && poll.key > key),
      );
      const { page, nextCursor } = cursors.page(rest, {
        list,
        limit,
        placeOf: (last) => [last.openedAt, last.key],
      });
      const sessionId = sessionIds(found);
      const items = page.map((poll) => pollObject(poll, sessionId));
      return answerList(c, { ...frame, items, nextCursor });
    });
  }

  app.use(answersRoute.getRoutingPath(), wholeList(app, columnsOf(AnswerSchema)));
  app.openapi(answersRoute, async (c) => {
    const { id, poll } = c.req.valid('param');
    const found = reachTalk(live, c.get('claims'), 'sessions', id);
    const { limit, cursor, ...filter } = c.req.valid('query');
    const { frame, span } = spanOf(found, filter, dataThrough());
    const session = found.key;
    const known = await pollOf(history, session, poll);
    if (known === undefined) throw new ApiError('not_found');
    const list = listName('answers', found, { poll, ...filter });
    const [at = 0, key = 0] = cursors.read(list, cursor);
    const after = cursor === undefined ? undefined : { at, key };
    const { from, to } = span;
    const rows = await history.pollAnswers({ session, poll, from, to, after, limit: limit + 1 });
    const { page, nextCursor } = cursors.page(rows, { list, limit, placeOf: (last) => [last.at, last.key] });
    const items = page.map((row) => answerObject(row, known.anonymous));
    return answerList(c, { ...frame, items, nextCursor });
  });
}
